//! Percentiles.

/// The smallest value with at least this share (0 to 1) of all weight at or below it; 0 without any.
pub(crate) fn weighted_percentile(samples: &[(f64, f64)], share: f64) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = sorted.iter().map(|(_, weight)| weight).sum();
    let mut below = 0.0;
    for (value, weight) in &sorted {
        below += weight;
        // A hair less, so that sums of fractions don't step over the mark.
        if below >= total * share - total * 1e-12 {
            return *value;
        }
    }
    sorted.last().map_or(0.0, |(value, _)| *value)
}

/// As [`weighted_percentile`], each value with the same weight.
pub(crate) fn percentile(samples: &[f64], share: f64) -> f64 {
    let weighted: Vec<_> = samples.iter().map(|value| (*value, 1.0)).collect();
    weighted_percentile(&weighted, share)
}

/// The middle of several runs.
pub(crate) fn median(samples: &[f64]) -> f64 {
    percentile(samples, 0.5)
}

/// The largest; 0 without any.
pub(crate) fn largest(samples: &[f64]) -> f64 {
    samples.iter().copied().fold(0.0, f64::max)
}

/// A count as a number to calculate with.
#[expect(clippy::cast_precision_loss, reason = "counts and microseconds here are far below 2^52")]
pub(crate) fn float(count: impl TryInto<i64>) -> f64 {
    count.try_into().unwrap_or(i64::MAX) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occurred() {
        let samples: Vec<f64> = (1..=100).map(f64::from).collect();

        assert_eq!(percentile(&samples, 0.5).to_bits(), 50.0_f64.to_bits());
        assert_eq!(percentile(&samples, 0.99).to_bits(), 99.0_f64.to_bits());
        assert_eq!(percentile(&samples, 1.0).to_bits(), 100.0_f64.to_bits());
        assert_eq!(largest(&samples).to_bits(), 100.0_f64.to_bits());
    }

    #[test]
    fn weights_count_as_repeats() {
        let levels = [(40.0, 2_851.0), (10.0, 1.0), (20.0, 34.0), (30.0, 333.0)];

        assert_eq!(weighted_percentile(&levels, 0.01).to_bits(), 20.0_f64.to_bits());
        assert_eq!(weighted_percentile(&levels, 0.1).to_bits(), 30.0_f64.to_bits());
        assert_eq!(weighted_percentile(&levels, 0.5).to_bits(), 40.0_f64.to_bits());
    }

    #[test]
    fn nothing_measured_is_zero() {
        assert_eq!(median(&[]).to_bits(), 0.0_f64.to_bits());
        assert_eq!(largest(&[]).to_bits(), 0.0_f64.to_bits());
    }
}
