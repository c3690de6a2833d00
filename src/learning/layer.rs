//! A multinomial logistic layer over the features, trained when the knowledge is loaded.
//!
//! Plain stochastic gradient descent, one example at a time, with half of an example's features dropped at each step
//! (Srivastava et al. 2014): with ten to forty phrasings a class that is what keeps it from leaning on single words.
//! The order and the drops are a matter of chance, but an example's chances come from its own words: the same knowledge
//! gives the same weights, and a phrasing more or less leaves all others' chances as they were. So little moves but what
//! it is about.

use rand_xoshiro::rand_core::{RngCore, SeedableRng};
use rand_xoshiro::{SplitMix64, Xoshiro256PlusPlus};
use serde::{Deserialize, Serialize};
use wide::f32x4;

/// Learning rate at the first step; it falls to 0 in a straight line.
const RATE: f32 = 1.5;
/// The bias learns this much slower: a class is not likelier for having more phrasings.
const BIAS_RATE: f32 = 0.01;
/// About this many steps are taken in all, in whole epochs between the two bounds.
const STEPS: usize = 60_000;
const FEWEST_EPOCHS: usize = 6;
const MOST_EPOCHS: usize = 40;
/// An example whose class is missed by less is settled: it teaches nothing now, and sits out epochs, one more each time
/// in a row. Two steps of three are saved so, at no loss.
const SETTLED: f32 = 0.05;
const LONGEST_REST: u8 = 3;

/// An epoch draws its order, which of the others take part, and what is dropped.
const DRAWS: u64 = 3;

/// An example's feature and its weight share a number: so many bits are the weight's.
const WEIGHT_BITS: u32 = 12;
const MOST_STEPS: u32 = (1 << WEIGHT_BITS) - 1;
/// How finely the weights of examples are kept; no weight is above 1.
const STEP: f32 = 1.0 / MOST_STEPS as f32;

/// What the layer is trained on: sparse vectors one behind the other, and their classes.
#[derive(Debug, Default)]
pub(crate) struct Examples {
    /// A feature, and below it its weight from 0 to 1 in steps of [`STEP`]: half the memory, and no difference.
    features: Vec<u32>,
    /// What each example's chances come from.
    keys: Vec<u64>,
    /// Where each example's features end, and its class.
    ends: Vec<(u32, u32)>,
}

impl Examples {
    /// It holds features below this number.
    pub(crate) const MOST_FEATURES: usize = 1 << (u32::BITS - WEIGHT_BITS);

    /// Adds a vector, its class, and what its chances come from: a hash of its words.
    pub(crate) fn push(&mut self, vector: &[(u32, f32)], class: u32, key: u64) {
        self.keys.push(key);
        let steps = |weight: f32| u32::try_from((weight / STEP + 0.5) as i32).unwrap_or(0).min(MOST_STEPS);
        self.features.extend(vector.iter().map(|(feature, weight)| feature << WEIGHT_BITS | steps(*weight)));
        self.ends.push((self.features.len() as u32, class));
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The numbers of examples by lot: in an order that another `draw` changes.
    fn by_lot(&self, order: &mut [u32], draw: u64) {
        order.sort_by_cached_key(|at| (lot(self.keys[*at as usize], draw), *at));
    }

    /// Writes an example's vector; gives its class.
    fn get(&self, at: usize, vector: &mut Vec<(u32, f32)>) -> u32 {
        let from = if at == 0 { 0 } else { self.ends[at - 1].0 as usize };
        let (to, class) = self.ends[at];
        let pair = |both: &u32| (both >> WEIGHT_BITS, (both & MOST_STEPS) as f32 * STEP);
        vector.clear();
        vector.extend(self.features[from..to as usize].iter().map(pair));
        class
    }
}

/// How many classes are reckoned at once: two registers of four, which fit every machine.
const LANES: usize = 8;
type Lanes = [f32x4; 2];

/// Weights by feature and class, and a bias by class, eight classes together. The last eight are filled up with classes
/// that stay at 0.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Layer {
    classes: usize,
    /// In steps of their feature's: a quarter of the memory, and no difference.
    weights: Vec<[i8; LANES]>,
    /// How much a step of each feature's weights is.
    steps: Vec<f32>,
    bias: Vec<Lanes>,
}

/// The same while it is trained, at full precision.
struct Training {
    classes: usize,
    weights: Vec<Lanes>,
    bias: Vec<Lanes>,
}

impl Layer {
    /// Trains on those of the examples that `order` names. Of the `others` too, each epoch on as many at most as there are in
    /// `order`, drawn anew: a class of thousands beside a few of ten would be likelier for that alone.
    pub(crate) fn train(
        examples: &Examples,
        order: &[u32],
        mut others: Vec<u32>,
        features: usize,
        classes: usize,
    ) -> Self {
        let mut layer = Training::blank(features, classes);
        if !order.is_empty() && classes > 0 {
            layer.learn(examples, order, &mut others);
        }
        layer.packed()
    }

    /// Writes the score of each class into `scores`, one a class.
    pub(crate) fn logits(&self, vector: &[(u32, f32)], scores: &mut Vec<f32>) {
        let groups = self.bias.len();
        scores.clear();
        for (group, bias) in self.bias.iter().enumerate() {
            let [mut low, mut high] = *bias;
            for (feature, weight) in vector {
                let row = &self.weights[*feature as usize * groups + group];
                let weight = splat(*weight * self.steps[*feature as usize]);
                // written out: a loop over lanes stays a loop where the program is built for size
                let steps = |lane: usize| f32::from(row[lane]);
                low += f32x4::new([steps(0), steps(1), steps(2), steps(3)]) * weight;
                high += f32x4::new([steps(4), steps(5), steps(6), steps(7)]) * weight;
            }
            scores.extend_from_slice(&low.to_array());
            scores.extend_from_slice(&high.to_array());
        }
        scores.truncate(self.classes);
    }
}

impl Training {
    fn blank(features: usize, classes: usize) -> Self {
        let groups = classes.div_ceil(LANES);
        let zero = [f32x4::ZERO; 2];
        Self { classes, weights: vec![zero; features * groups], bias: vec![zero; groups] }
    }

    /// Learns from the examples in `order` and at most as many of the `others`.
    fn learn(&mut self, examples: &Examples, order: &[u32], others: &mut [u32]) {
        let drawn = others.len().min(order.len());
        let count = order.len() + drawn;
        let epochs = (STEPS / count).clamp(FEWEST_EPOCHS, MOST_EPOCHS);
        let steps = (epochs * count) as f32;
        let mut epoch: Vec<u32> = Vec::with_capacity(count);
        let mut vector: Vec<(u32, f32)> = Vec::new();
        let mut kept: Vec<(u32, f32)> = Vec::new();
        let mut scores = Vec::new();
        let mut errors = vec![[f32x4::ZERO; 2]; self.bias.len()];
        // how many epochs each example still sits out, and for how many it did last
        let mut rests: Vec<(u8, u8)> = vec![(0, 0); examples.len()];
        let mut step = 0.0;
        for turn in 0..epochs as u64 {
            let draw = turn * DRAWS;
            examples.by_lot(others, draw);
            epoch.clear();
            epoch.extend(order.iter().chain(&others[..drawn]));
            examples.by_lot(&mut epoch, draw + 1);
            for &at in &epoch {
                let rate = RATE * (1.0 - step / steps);
                step += 1.0;
                let (left, last) = &mut rests[at as usize];
                if *left > 0 {
                    *left -= 1;
                    continue;
                }
                let class = examples.get(at as usize, &mut vector) as usize;
                let chance = lot(examples.keys[at as usize], draw + 2);
                drop_half(&vector, &mut Xoshiro256PlusPlus::seed_from_u64(chance), &mut kept);
                self.logits(&kept, &mut scores);
                softmax(&mut scores);
                scores[class] -= 1.0;
                if scores[class] < -SETTLED {
                    *last = 0;
                    scores.resize(errors.len() * LANES, 0.0);
                    for (errors, scores) in errors.iter_mut().zip(scores.chunks(LANES)) {
                        *errors = [f32x4::from(&scores[..4]), f32x4::from(&scores[4..])];
                    }
                    self.descend(&kept, &errors, rate);
                } else {
                    *last = (*last + 1).min(LONGEST_REST);
                    *left = *last;
                }
            }
        }
    }

    /// As small as it is kept.
    fn packed(self) -> Layer {
        let Self { classes, weights, bias } = self;
        let groups = bias.len().max(1);
        let mut packed = Layer { classes, weights: Vec::with_capacity(weights.len()), steps: Vec::new(), bias };
        packed.steps.reserve_exact(weights.len() / groups);
        for row in weights.chunks(groups) {
            let most =
                row.iter().flatten().flat_map(|four| four.to_array()).fold(0.0_f32, |most, it| most.max(it.abs()));
            let step = if most > 0.0 { most / f32::from(i8::MAX) } else { 1.0 };
            packed.steps.push(step);
            packed.weights.extend(row.iter().map(|[low, high]| {
                let (low, high) = (low.to_array(), high.to_array());
                let steps = |lane: usize| if lane < 4 { low[lane] / step } else { high[lane - 4] / step };
                std::array::from_fn(|lane| libm::roundf(steps(lane)) as i8)
            }));
        }
        packed
    }

    fn logits(&self, vector: &[(u32, f32)], scores: &mut Vec<f32>) {
        let groups = self.bias.len();
        scores.clear();
        for (group, bias) in self.bias.iter().enumerate() {
            let [mut low, mut high] = *bias;
            for (feature, weight) in vector {
                let row = &self.weights[*feature as usize * groups + group];
                let weight = splat(*weight);
                low += row[0] * weight;
                high += row[1] * weight;
            }
            scores.extend_from_slice(&low.to_array());
            scores.extend_from_slice(&high.to_array());
        }
        scores.truncate(self.classes);
    }

    fn descend(&mut self, vector: &[(u32, f32)], errors: &[Lanes], rate: f32) {
        let groups = self.bias.len();
        for (feature, weight) in vector {
            descend(&mut self.weights[*feature as usize * groups..][..groups], errors, rate * weight);
        }
        descend(&mut self.bias, errors, rate * BIAS_RATE);
    }
}

/// `f32x4::splat` is a loop where the program is built for size.
fn splat(value: f32) -> f32x4 {
    f32x4::new([value, value, value, value])
}

fn descend(values: &mut [Lanes], errors: &[Lanes], step: f32) {
    let step = splat(step);
    for (values, errors) in values.iter_mut().zip(errors) {
        values[0] -= errors[0] * step;
        values[1] -= errors[1] * step;
    }
}

/// Keeps each feature or not, one as likely as the other; the kept count double.
fn drop_half(vector: &[(u32, f32)], random: &mut Xoshiro256PlusPlus, kept: &mut Vec<(u32, f32)>) {
    // each is written and the next one overwrites it unless it is kept: no branch that nobody can foresee
    kept.resize(vector.len() + 1, (0, 0.0));
    let mut count = 0;
    for some in vector.chunks(64) {
        let mut bits = random.next_u64();
        for (feature, weight) in some {
            kept[count] = (*feature, weight * 2.0);
            count += (bits & 1) as usize;
            bits >>= 1;
        }
    }
    kept.truncate(count);
}

/// Turns scores into probabilities in place.
pub(crate) fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = exp(*score - most);
        sum += *score;
    }
    for score in scores {
        *score /= sum;
    }
}

/// `e` to the power of a number that is not above 0, to six digits; nothing below -80. It has no branches and needs no
/// table, so that the compiler can reckon several at once: training spends its time here.
fn exp(power: f32) -> f32 {
    const LN_2_HIGH: f32 = 0.693_359_4;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    /// Adding and subtracting it rounds to a whole number.
    const ROUNDER: f32 = 12_582_912.0;
    let power = power.max(-80.0);
    let whole = power * std::f32::consts::LOG2_E + ROUNDER - ROUNDER;
    let rest = power - whole * LN_2_HIGH - whole * LN_2_LOW;
    // the Taylor series: rest is at most ln 2 / 2
    let series = 1.0 / 720.0;
    let series = series * rest + 1.0 / 120.0;
    let series = series * rest + 1.0 / 24.0;
    let series = series * rest + 1.0 / 6.0;
    let series = series * rest + 0.5;
    let series = series * rest + 1.0;
    let series = series * rest + 1.0;
    series * f32::from_bits(((whole as i32 + 127) << 23).cast_unsigned())
}

/// What falls to an example in a draw, by its key.
pub(crate) fn lot(key: u64, draw: u64) -> u64 {
    SplitMix64::seed_from_u64(key ^ SplitMix64::seed_from_u64(draw).next_u64()).next_u64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_e_are_right_to_six_digits() {
        for tenth in 0..800 {
            let power = -0.1 * tenth as f32;
            let right = f64::from(power).exp();
            assert!((f64::from(exp(power)) - right).abs() <= 1e-6 * right, "{power}");
        }
        assert!(exp(f32::NEG_INFINITY) < 1e-30);
    }
}
