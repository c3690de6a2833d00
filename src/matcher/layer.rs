//! A multinomial logistic layer over the features, trained when the knowledge is loaded.
//!
//! Plain stochastic gradient descent, one example at a time, with half of an example's features dropped at each step
//! (Srivastava et al. 2014): with ten to forty phrasings a class that is what keeps it from leaning on single words.
//! The order and the drops come from a fixed seed, so the same knowledge gives the same weights.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

/// Learning rate at the first step; it falls to 0 in a straight line.
const RATE: f32 = 1.5;
/// The bias learns this much slower: a class is not likelier for having more phrasings.
const BIAS_RATE: f32 = 0.01;
/// About this many steps are taken in all, in whole epochs between the two bounds.
const STEPS: usize = 60_000;
const FEWEST_EPOCHS: usize = 6;
const MOST_EPOCHS: usize = 40;
/// Where the sequence of drops and shuffles begins.
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// What the layer is trained on: sparse vectors one behind the other, and their classes.
#[derive(Debug, Default)]
pub(super) struct Examples {
    features: Vec<(u32, f32)>,
    /// Where each example's features end, and its class.
    ends: Vec<(u32, u32)>,
}

impl Examples {
    /// Adds a vector and its class.
    pub(super) fn push(&mut self, vector: &[(u32, f32)], class: u32) {
        self.features.extend_from_slice(vector);
        self.ends.push((self.features.len() as u32, class));
    }

    fn get(&self, at: usize) -> (&[(u32, f32)], u32) {
        let from = if at == 0 { 0 } else { self.ends[at - 1].0 };
        let (to, class) = self.ends[at];
        (&self.features[from as usize..to as usize], class)
    }
}

/// Weights by feature and class, and a bias by class.
#[derive(Debug, Clone, Default)]
pub(super) struct Layer {
    classes: usize,
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Layer {
    /// Trains on examples.
    pub(super) fn train(examples: &Examples, features: usize, classes: usize) -> Self {
        let mut layer = Self { classes, weights: vec![0.0; features * classes], bias: vec![0.0; classes] };
        let count = examples.ends.len();
        if count == 0 || classes == 0 {
            return layer;
        }
        let epochs = (STEPS / count).clamp(FEWEST_EPOCHS, MOST_EPOCHS);
        let steps = (epochs * count) as f32;
        let mut random = Xoshiro256PlusPlus::seed_from_u64(SEED);
        let mut order: Vec<u32> = (0..count as u32).collect();
        let mut kept: Vec<(u32, f32)> = Vec::new();
        let mut scores = vec![0.0; classes];
        let mut step = 0.0;
        for _ in 0..epochs {
            shuffle(&mut order, &mut random);
            for &at in &order {
                let (vector, class) = examples.get(at as usize);
                let mut bits = 0_u64;
                kept.clear();
                for (position, (feature, weight)) in vector.iter().enumerate() {
                    if position % 64 == 0 {
                        bits = random.next_u64();
                    }
                    if bits >> (position % 64) & 1 == 1 {
                        kept.push((*feature, weight * 2.0));
                    }
                }
                layer.logits(&kept, &mut scores);
                softmax(&mut scores);
                scores[class as usize] -= 1.0;
                layer.descend(&kept, &scores, RATE * (1.0 - step / steps));
                step += 1.0;
            }
        }
        layer
    }

    /// How many classes it tells apart.
    pub(super) fn classes(&self) -> usize {
        self.classes
    }

    /// Writes the score of each class into `scores`, which has one place a class.
    pub(super) fn logits(&self, vector: &[(u32, f32)], scores: &mut [f32]) {
        scores.copy_from_slice(&self.bias);
        for (feature, weight) in vector {
            let row = &self.weights[*feature as usize * self.classes..][..self.classes];
            for (score, value) in scores.iter_mut().zip(row) {
                *score += weight * value;
            }
        }
    }

    fn descend(&mut self, vector: &[(u32, f32)], errors: &[f32], rate: f32) {
        for (feature, weight) in vector {
            let row = &mut self.weights[*feature as usize * self.classes..][..self.classes];
            let step = rate * weight;
            for (value, error) in row.iter_mut().zip(errors) {
                *value -= step * error;
            }
        }
        for (bias, error) in self.bias.iter_mut().zip(errors) {
            *bias -= rate * BIAS_RATE * error;
        }
    }
}

/// Turns scores into probabilities in place.
pub(super) fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - most).exp();
        sum += *score;
    }
    for score in scores {
        *score /= sum;
    }
}

fn shuffle(items: &mut [u32], random: &mut Xoshiro256PlusPlus) {
    for at in (1..items.len()).rev() {
        let other = (random.next_u64() % (at as u64 + 1)) as usize;
        items.swap(at, other);
    }
}
