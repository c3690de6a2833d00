//! A count out of a total, and how sure it is.

use serde::{Serialize, Serializer};

/// The normal quantile of an interval that holds the true share in 95 of 100 cases.
const Z: f64 = 1.96;

/// A count out of a total. As JSON it also holds the rate and its interval.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub count: usize,
    /// Out of how many.
    pub of: usize,
}

impl Share {
    /// Counts one more.
    pub(super) fn add(&mut self, yes: bool) {
        self.count += usize::from(yes);
        self.of += 1;
    }

    /// The share, 0 to 1; 0 out of nothing.
    #[must_use]
    pub fn rate(&self) -> f64 {
        if self.of == 0 { 0.0 } else { self.count as f64 / self.of as f64 }
    }

    /// The 95 % interval of the share (E. B. Wilson, "Probable inference, the law of succession, and statistical
    /// inference", 1927): holds also for few rows and for shares near 0 and 1.
    #[must_use]
    pub fn interval(&self) -> (f64, f64) {
        if self.of == 0 {
            return (0.0, 1.0);
        }
        let (rate, of) = (self.rate(), self.of as f64);
        let square = Z * Z / of;
        let middle = (rate + square / 2.0) / (1.0 + square);
        let half = Z * (rate * (1.0 - rate) / of + square / (4.0 * of)).sqrt() / (1.0 + square);
        ((middle - half).max(0.0), (middle + half).min(1.0))
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Full {
            count: usize,
            of: usize,
            rate: f64,
            low: f64,
            high: f64,
        }
        let rounded = |rate: f64| (rate * 10_000.0).round() / 10_000.0;
        let (low, high) = self.interval();
        let (rate, low, high) = (rounded(self.rate()), rounded(low), rounded(high));
        Full { count: self.count, of: self.of, rate, low, high }.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values are those of the paper's formula, worked out by hand for 8 of 10: (0.8 + 0.19208) / 1.38416 = 0.71673
    /// in the middle, 0.22657 to each side.
    #[test]
    fn the_interval_is_wilsons() {
        let (low, high) = Share { count: 8, of: 10 }.interval();
        assert!((low - 0.4902).abs() < 0.001 && (high - 0.9433).abs() < 0.001, "{low} {high}");
        let (low, high) = Share { count: 20, of: 20 }.interval();
        assert!((high - 1.0).abs() < 1e-9 && low > 0.8 && low < 0.85, "{low} {high}");
        assert_eq!(Share::default().interval(), (0.0, 1.0));
    }
}
