//! What a tier costs at a chapter: headquarters' price, or the chapter's own within the bounds of the policy.

use serde::{Deserialize, Serialize};

use crate::kernel::{Code, Violation};

/// The value of a price policy in force for a chapter: what its own price may be, in fen, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceBounds {
    pub min: i64,
    pub max: i64,
}

impl PriceBounds {
    /// Whether the price lies in the bounds.
    #[must_use]
    pub fn contains(&self, price: i64) -> bool {
        (self.min..=self.max).contains(&price)
    }
}

/// The price of a tier at a chapter: its `own`, drawn into the bounds (they may have been narrowed since it was set), else
/// the `base`. Without bounds, or with bounds that nothing fits, chapters have no say.
#[must_use]
pub fn local_price(base: i64, bounds: Option<PriceBounds>, own: Option<i64>) -> i64 {
    match (bounds, own) {
        (Some(bounds), Some(own)) if bounds.min <= bounds.max => own.clamp(bounds.min, bounds.max),
        _ => base,
    }
}

/// Whether a chapter may set this price.
///
/// # Errors
/// `MembersPriceOutOfBounds`, with the bounds.
pub fn check_local_price(bounds: Option<PriceBounds>, own: i64) -> Result<(), Violation> {
    let message = match bounds {
        Some(bounds) if bounds.contains(own) => return Ok(()),
        Some(PriceBounds { min, max }) if min <= max => format!("a price here lies between {min} and {max} fen"),
        _ => "headquarters has set this price for all: no chapter has its own".to_owned(),
    };
    Err(Violation::new(Code::MembersPriceOutOfBounds, "price", message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_chapter_has_a_say_within_bounds() {
        let bounds = Some(PriceBounds { min: 29_900, max: 36_500 });
        assert_eq!(local_price(36_500, None, Some(1)), 36_500);
        assert_eq!(local_price(36_500, bounds, None), 36_500);
        assert_eq!(local_price(36_500, bounds, Some(30_000)), 30_000);
        assert_eq!(local_price(36_500, bounds, Some(1)), 29_900);
        assert_eq!(local_price(36_500, bounds, Some(99_900)), 36_500);
        assert_eq!(local_price(36_500, Some(PriceBounds { min: 2, max: 1 }), Some(1)), 36_500);
        for good in [29_900, 36_500] {
            assert_eq!(check_local_price(bounds, good), Ok(()));
        }
        for (bounds, own) in [(bounds, 29_899), (bounds, 36_501), (None, 36_500)] {
            assert_eq!(check_local_price(bounds, own).unwrap_err().code, Code::MembersPriceOutOfBounds);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_may_be_set_is_what_is_asked(base in 0..100_000_i64, min in 0..1_000_i64, max in 0..1_000_i64, own in 0..1_000_i64) {
            let bounds = PriceBounds { min, max };
            let price = local_price(base, Some(bounds), Some(own));
            if check_local_price(Some(bounds), own).is_ok() {
                prop_assert_eq!(price, own);
            } else if min <= max {
                prop_assert!(bounds.contains(price));
            } else {
                prop_assert_eq!(price, base);
            }
        }
    }
}
