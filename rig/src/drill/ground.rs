//! The tree that a drill works on, as it was at the beginning.

use anyhow::{Context as _, Result};
use rand::Rng;
use rand::seq::{IndexedRandom as _, IteratorRandom as _};
use tokio_postgres::Client;

/// A chapter at the beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) id: i32,
    pub(super) level: i16,
    pub(super) is_staffed: bool,
    /// The code of its division; none for headquarters.
    pub(super) division: Option<String>,
    pub(super) name: String,
    pub(super) is_leaf: bool,
}

impl Place {
    /// Its public id.
    pub(super) fn chapter(&self) -> String {
        format!("chap_{}", self.id)
    }

    /// Who acts for it: its helmsman, or headquarters.
    pub(super) fn helmsman(&self) -> String {
        match &self.division {
            Some(code) if self.is_staffed => format!("helmsman:{code}"),
            _ => "hq-admin".to_owned(),
        }
    }
}

/// All chapters at the beginning.
#[derive(Debug, Clone)]
pub(super) struct Ground {
    pub(super) places: Vec<Place>,
}

impl Ground {
    pub(super) async fn load(client: &Client) -> Result<Self> {
        let sql = "SELECT c.id, c.level, c.staffed, \
                   (SELECT min(t.division_code) FROM territory t WHERE t.chapter_id = c.id AND t.valid_to IS NULL), \
                   c.name, NOT EXISTS (SELECT 1 FROM chapter k WHERE k.parent_id = c.id) \
                   FROM chapter c WHERE c.status = 1 ORDER BY c.id";
        let mut places = Vec::new();
        for row in client.query(sql, &[]).await? {
            places.push(Place {
                id: row.try_get(0)?,
                level: row.try_get(1)?,
                is_staffed: row.try_get(2)?,
                division: row.try_get(3)?,
                name: row.try_get(4)?,
                is_leaf: row.try_get(5)?,
            });
        }
        places.first().context("the tree is empty")?;
        Ok(Self { places })
    }

    pub(super) fn of_level(&self, level: i16) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(move |place| place.level == level)
    }

    /// One chapter of this level.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn any(&self, level: i16, rng: &mut impl Rng) -> Result<&Place> {
        self.of_level(level).choose(rng).with_context(|| format!("no chapter of level {level}"))
    }

    /// Those that are listened to: headquarters, and some of every level, staffed and vacant.
    pub(super) fn watched(&self, per_level: usize, rng: &mut impl Rng) -> Vec<Place> {
        let mut watched: Vec<Place> = self.of_level(0).cloned().collect();
        for level in 1..=3 {
            let all: Vec<&Place> = self.of_level(level).collect();
            let (staffed, vacant): (Vec<&Place>, Vec<&Place>) = all.into_iter().partition(|place| place.is_staffed);
            watched.extend(staffed.choose_multiple(rng, per_level).map(|&place| place.clone()));
            watched.extend(vacant.choose_multiple(rng, per_level / 3).map(|&place| place.clone()));
        }
        watched
    }
}
