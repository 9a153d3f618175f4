//! Synthetic trees for speed and scale: the real one's shape, of any size.

use domain::chapters::Level;
use domain::kernel::{ChapterId, IdSource};
use service::process::{Seed, SeedChapter};

use super::people::helmsman;

/// Children per prefecture in the real tree, about.
const COUNTIES_PER_PREFECTURE: usize = 30;
const PROVINCES: usize = 34;
/// Every third chapter has a helmsman, up to this many: sealing millions of synthetic names would only cost time.
const MOST_HELMSMEN: usize = 5_000;

/// A tree of exactly `total` chapters (at least 2): headquarters, up to 34 provinces, prefectures, counties.
pub fn synthetic_tree(ids: &dyn IdSource, total: usize) -> Seed {
    let provinces = PROVINCES.min(total.saturating_sub(1));
    let rest = total.saturating_sub(1 + provinces);
    let prefectures = rest.div_ceil(COUNTIES_PER_PREFECTURE + 1);
    let mut chapters = Vec::with_capacity(total);
    chapters.push(chapter(None, Level::Headquarters, "总部".into()));
    for n in 0..provinces {
        chapters.push(chapter(Some(1), Level::Province, format!("第{}省", n + 1)));
    }
    for n in 0..prefectures {
        chapters.push(chapter(Some(2 + n % provinces), Level::Prefecture, format!("第{}市", n + 1)));
    }
    for n in 0..rest - prefectures {
        chapters.push(chapter(Some(2 + provinces + n % prefectures), Level::County, format!("第{}县", n + 1)));
    }
    let staffed = chapters.iter_mut().enumerate().skip(1).step_by(3).take(MOST_HELMSMEN);
    for (n, place) in staffed {
        place.helmsman = Some(helmsman(ids, n, &n.to_string()));
    }
    Seed { divisions: Vec::new(), chapters }
}

fn chapter(parent: Option<usize>, level: Level, name: String) -> SeedChapter {
    let parent = parent.and_then(|id| i32::try_from(id).ok()).map(ChapterId);
    SeedChapter { parent, level, name, division: None, helmsman: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::kernel::SeededIds;

    #[test]
    fn has_the_size_asked_for() {
        for total in [2, 35, 36, 3_219, 33_000] {
            let seed = synthetic_tree(&SeededIds::new(1), total);
            assert_eq!(seed.chapters.len(), total);
            let before = |(at, chapter): (usize, &SeedChapter)| {
                chapter.parent.is_none_or(|parent| usize::try_from(parent.0).unwrap() <= at)
            };
            assert!(seed.chapters.iter().enumerate().all(before));
        }
    }
}
