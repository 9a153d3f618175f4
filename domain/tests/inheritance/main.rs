//! No sequence of publishing, revoking, overriding, moving and merging makes a locked value differ from the topmost one, or
//! a bounded value leave the bounds of any ancestor; and what a helmsman signs is bound to the exact version.

mod hashing;
mod network;
mod values;

use domain::kernel::ChapterId;
use domain::policies::{Mode, Source, ValueSchema, Verdict, fold, may_override};
use network::{Change, Network};
use proptest::prelude::*;
use serde_json::{Value, json};
use values::{Keys, inside};

const MODES: [Mode; 3] = Mode::ALL;

fn changes() -> impl Strategy<Value = Vec<Change>> {
    proptest::collection::vec(network::change(), 1..40)
}

/// Plays the changes, and hands every chapter to `check` after each of them.
fn play(
    mode: Mode,
    changes: &[Change],
    mut check: impl FnMut(&Network, ChapterId) -> Result<(), TestCaseError>,
) -> Result<(), TestCaseError> {
    let mut network = Network::new(mode);
    for change in changes {
        network.apply(change);
        for chapter in network.chapters() {
            check(&network, chapter)?;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_locked_value_is_the_topmost(changes in changes()) {
        play(Mode::Locked, &changes, |network, chapter| {
            let layers = network.layers(chapter);
            let topmost = layers.iter().find(|layer| matches!(layer.source, Source::Version(_)));
            let in_force = fold(Mode::Locked, &layers);
            prop_assert_eq!(in_force.as_ref().map(|held| &held.value), topmost.map(|layer| layer.value));
            let set_by = in_force.as_ref().and_then(|held| held.set_by()).map(|step| step.chapter);
            prop_assert_eq!(set_by, topmost.map(|layer| layer.chapter));
            Ok(())
        })?;
    }

    #[test]
    fn a_bounded_value_stays_in_the_bounds_of_every_ancestor(changes in changes()) {
        play(Mode::Bounded, &changes, |network, chapter| {
            let Some(held) = network.in_force(chapter) else { return Ok(()) };
            for ancestor in network.path(chapter) {
                if let Some(above) = network.in_force(ancestor) {
                    prop_assert!(inside(Keys::Same, &above.value, &held.value), "{} leaves {}", held.value, above.value);
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_bounded_value_stays_within_every_layer_that_applies(changes in changes()) {
        play(Mode::Bounded, &changes, |network, chapter| {
            let layers = network.layers(chapter);
            let Some(held) = network.in_force(chapter) else { return Ok(()) };
            prop_assert_eq!(held.steps.len(), layers.len());
            for (step, layer) in held.steps.iter().zip(&layers) {
                prop_assert_eq!((step.chapter, step.source), (layer.chapter, layer.source));
                prop_assert_eq!(step.value.is_some(), step.verdict.applies());
                if step.verdict.applies() {
                    prop_assert!(inside(Keys::OuterMayOmit, layer.value, &held.value), "{} leaves {}", held.value, layer.value);
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn what_is_ignored_or_cut_is_blamed_on_an_ancestor_in_the_way(changes in changes()) {
        play(Mode::Bounded, &changes, |network, chapter| {
            let layers = network.layers(chapter);
            let Some(held) = network.in_force(chapter) else { return Ok(()) };
            for (step, layer) in held.steps.iter().zip(&layers) {
                let (Verdict::OutOfBounds(by) | Verdict::Clipped(by)) = step.verdict else { continue };
                prop_assert!(network.path(chapter).contains(&by));
                let above = held.steps.iter().rfind(|step| step.chapter == by && step.value.is_some());
                let above = above.and_then(|step| step.value.as_ref()).expect("it had a part in the value");
                prop_assert!(!inside(Keys::InnerMayOmit, above, layer.value), "{} is inside {}", layer.value, above);
            }
            Ok(())
        })?;
    }

    #[test]
    fn an_open_value_is_the_deepest(changes in changes()) {
        play(Mode::Open, &changes, |network, chapter| {
            let layers = network.layers(chapter);
            let first = layers.iter().position(|layer| matches!(layer.source, Source::Version(_)));
            let deepest = first.and(layers.last()).map(|layer| layer.value.clone());
            prop_assert_eq!(network.in_force(chapter).map(|held| held.value), deepest);
            Ok(())
        })?;
    }

    #[test]
    fn silence_never_weakens(changes in changes()) {
        for mode in MODES {
            play(mode, &changes, |network, chapter| {
                let Some(parent) = network.parent(chapter) else { return Ok(()) };
                if network.is_silent(chapter) {
                    prop_assert_eq!(network.in_force(chapter), network.in_force(parent));
                }
                Ok(())
            })?;
        }
    }

    #[test]
    fn a_fold_is_deterministic(changes in changes()) {
        let replay = || {
            let mut network = Network::new(Mode::Bounded);
            network.apply_all(&changes);
            network
        };
        let (one, other) = (replay(), replay());
        for chapter in one.chapters() {
            prop_assert_eq!(one.in_force(chapter), other.in_force(chapter));
        }
    }

    #[test]
    fn what_is_let_through_is_applied_as_it_is(changes in changes(), value in values::value()) {
        let schema = ValueSchema::compile(&json!({})).expect("a schema");
        for mode in MODES {
            let mut network = Network::new(mode);
            network.apply_all(&changes);
            for chapter in network.chapters() {
                let above = network.above_override(chapter);
                if may_override(mode, above.as_ref(), &value, &schema).is_err() {
                    continue;
                }
                prop_assert_ne!(mode, Mode::Locked);
                let mut later = network.clone();
                later.set_override(chapter, value.clone());
                let held = later.in_force(chapter).expect("something stands above");
                let last = held.steps.last().expect("the override");
                prop_assert!(matches!(last.verdict, Verdict::Narrowed | Verdict::Replaced), "{:?}", last);
                prop_assert!(says(&held.value, &value), "{} does not say {}", held.value, value);
                if mode == Mode::Open {
                    prop_assert_eq!(&held.value, &value);
                }
            }
        }
    }
}

/// Whether a value repeats all that another says. Only what that one leaves out may come from elsewhere.
fn says(held: &Value, given: &Value) -> bool {
    match (held, given) {
        (Value::Object(held), Value::Object(given)) => {
            given.iter().all(|(key, part)| held.get(key).is_some_and(|held| says(held, part)))
        }
        (held, given) => held == given,
    }
}
