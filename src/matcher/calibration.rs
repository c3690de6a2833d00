//! Calibration: from what speaks for an entry to the probability that it is right.
//!
//! A fixed threshold does not carry from one FAQ to another. So some wordings are held out when the knowledge is loaded,
//! a model of the others ranks them, and a logistic regression learns how often it was right (Platt 1999,
//! "Probabilistic Outputs for Support Vector Machines").

use serde::{Deserialize, Serialize};

/// What speaks for the first entry of a ranking.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Evidence {
    /// The log-odds that the scorer gives it, among all entries and "none of them".
    pub(super) odds: f32,
    /// How telling the words are that its nearest wording holds: the sum of their inverse document frequencies.
    pub(super) held: f32,
}

/// Log-odds beyond this are overconfidence.
const MOST_ODDS: f32 = 8.0;
/// Words more telling than this, taken together, say no more.
const MOST_HELD: f32 = 30.0;
/// What is expected of a knowledge before anything is known about it: fitted on the shipped one, five folds.
const USUAL: Calibration = Calibration { weights: [0.59, 0.88, -1.63] };
/// How strongly: as many held-out wordings as this weigh as much.
const PRIOR: f32 = 30.0;
/// Newton's method settles within this many steps.
const STEPS: usize = 12;

/// The weights of the log-odds, of the square root of the held words, and of nothing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Calibration {
    weights: [f32; 3],
}

impl Default for Calibration {
    fn default() -> Self {
        USUAL
    }
}

impl Calibration {
    /// Fits to evidence and whether the entry was right, drawn towards what is usual.
    pub(super) fn fit(samples: &[(Evidence, bool)]) -> Self {
        let mut weights = USUAL.weights;
        for _ in 0..STEPS {
            // the gradient and the Hessian of the penalised log-likelihood
            let mut gradient = [0.0; 3];
            let mut hessian = [[0.0; 3]; 3];
            for at in 0..3 {
                gradient[at] = PRIOR * (USUAL.weights[at] - weights[at]);
                hessian[at][at] = PRIOR;
            }
            for (evidence, right) in samples {
                let inputs = evidence.inputs();
                let likely = logistic(dot(&weights, &inputs));
                let error = f32::from(u8::from(*right)) - likely;
                for row in 0..3 {
                    gradient[row] += error * inputs[row];
                    for column in 0..3 {
                        hessian[row][column] += likely * (1.0 - likely) * inputs[row] * inputs[column];
                    }
                }
            }
            let step = solve(hessian, gradient);
            for (weight, step) in weights.iter_mut().zip(step) {
                *weight += step;
            }
        }
        // evidence never speaks against what it is evidence for
        weights[0] = weights[0].max(0.0);
        weights[1] = weights[1].max(0.0);
        if weights.iter().all(|weight| weight.is_finite()) { Self { weights } } else { USUAL }
    }

    /// The probability that the entry answers the message.
    pub(super) fn confidence(&self, evidence: Evidence) -> f32 {
        logistic(dot(&self.weights, &evidence.inputs()))
    }
}

impl Evidence {
    fn inputs(self) -> [f32; 3] {
        [self.odds.clamp(-MOST_ODDS, MOST_ODDS), self.held.min(MOST_HELD).sqrt(), 1.0]
    }
}

fn logistic(score: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-score))
}

fn dot(a: &[f32; 3], b: &[f32; 3]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Solves three linear equations whose matrix is positive definite, by elimination.
fn solve(mut matrix: [[f32; 3]; 3], mut right: [f32; 3]) -> [f32; 3] {
    for pivot in 0..3 {
        for row in pivot + 1..3 {
            let above = matrix[pivot];
            let factor = matrix[row][pivot] / above[pivot];
            matrix[row].iter_mut().zip(above).for_each(|(value, above)| *value -= factor * above);
            right[row] -= factor * right[pivot];
        }
    }
    let mut solution = [0.0; 3];
    for row in (0..3).rev() {
        let known: f32 = (row + 1..3).map(|column| matrix[row][column] * solution[column]).sum();
        solution[row] = (right[row] - known) / matrix[row][row];
    }
    solution
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(right_from: f32) -> Vec<(Evidence, bool)> {
        (0..1_000)
            .map(|at| {
                let odds = (at % 100) as f32 / 10.0 - 5.0;
                (Evidence { odds, held: (at % 7) as f32 }, odds > right_from + ((at % 3) as f32 - 1.0))
            })
            .collect()
    }

    #[test]
    fn confidence_is_about_how_often_it_was_right() {
        for right_from in [-2.0, 0.0, 2.0] {
            let samples = samples(right_from);
            let calibration = Calibration::fit(&samples);
            let expected: f32 = samples.iter().map(|(evidence, _)| calibration.confidence(*evidence)).sum();
            let right = samples.iter().filter(|(_, right)| *right).count() as f32;
            // of a thousand; the prior draws a little
            assert!((expected - right).abs() < 50.0, "{expected} {right}");
        }
    }

    #[test]
    fn without_samples_it_is_the_usual_one() {
        assert_eq!(Calibration::fit(&[]), USUAL);
    }
}
