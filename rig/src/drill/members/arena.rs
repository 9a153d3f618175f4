//! Where a drill of members takes place, and who is there: a few chapters of one province, so that people meet.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use rand::Rng as _;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use tokio_postgres::Client;

use crate::drill::ground::{Ground, Place};

const PREFECTURES: usize = 4;
const COUNTIES: usize = 2;
/// How many chapters act through their own helmsmen: each token is a run of the executable.
const LED: usize = 3;
/// For how long a member acts by the token of having joined.
const FRESH: Duration = Duration::from_mins(5);
/// The newest people, among whom most is done.
const NEAR: usize = 60;

/// The chapters.
#[derive(Debug)]
pub(super) struct Arena {
    /// Headquarters, a province, prefectures, and counties of theirs.
    pub(super) homes: Vec<Place>,
    pub(super) prefectures: Vec<Place>,
    pub(super) counties: Vec<Place>,
    led: HashSet<i32>,
}

impl Arena {
    /// Picks a province with enough prefectures.
    pub(super) fn of(ground: &Ground, rng: &mut StdRng) -> Result<Self> {
        let below = |above: &Place, level: i16, digits: usize| -> Vec<Place> {
            let start = above.division.as_deref().and_then(|code| code.get(..digits)).unwrap_or("-").to_owned();
            let lies = |place: &&Place| place.division.as_deref().is_some_and(|code| code.starts_with(&start));
            ground.of_level(level).filter(lies).cloned().collect()
        };
        let provinces: Vec<Place> = ground
            .of_level(1)
            .filter(|place| place.is_staffed && below(place, 2, 2).len() >= PREFECTURES)
            .cloned()
            .collect();
        let province = provinces.choose(rng).context("no province has enough prefectures")?;
        let all = below(province, 2, 2);
        let prefectures: Vec<Place> = all.choose_multiple(rng, PREFECTURES).cloned().collect();
        let counties: Vec<Place> = prefectures
            .iter()
            .flat_map(|prefecture| {
                let all = below(prefecture, 3, 4);
                all.choose_multiple(rng, COUNTIES).cloned().collect::<Vec<_>>()
            })
            .collect();
        let led = std::iter::once(province).chain(&prefectures).filter(|place| place.is_staffed);
        let led = led.take(LED).map(|place| place.id).collect();
        let mut homes: Vec<Place> = ground.of_level(0).cloned().collect();
        homes.push(province.clone());
        homes.extend(prefectures.iter().chain(&counties).cloned());
        Ok(Self { homes, prefectures, counties, led })
    }

    /// The one who leads a chapter, where they act themselves.
    pub(super) fn helmsman(&self, home: i32) -> Option<String> {
        self.homes.iter().find(|place| place.id == home && self.led.contains(&home)).map(Place::helmsman)
    }

    /// All helmsmen who act.
    pub(super) fn helmsmen(&self) -> impl Iterator<Item = String> {
        self.homes.iter().filter_map(|place| self.helmsman(place.id))
    }
}

/// A member.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) id: String,
    /// The home, of those who stay there.
    pub(super) settled: Option<i32>,
    /// Under which name the tokens have a member who signed in, and since when.
    pub(super) signed_in: Option<(String, Instant)>,
}

impl Person {
    /// The name to ask under, while the token is good.
    pub(super) fn own_hand(&self) -> Option<&str> {
        let (name, since) = self.signed_in.as_ref()?;
        (since.elapsed() < FRESH).then_some(name.as_str())
    }
}

/// All members whom anybody knows. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct People(Arc<Mutex<Vec<Person>>>);

impl People {
    /// Those who were seeded.
    pub(super) async fn load(client: &Client) -> Result<Self> {
        let sql = "SELECT 'mbr_' || replace(id::text, '-', '') FROM member ORDER BY id";
        let mut people = Vec::new();
        for row in client.query(sql, &[]).await? {
            people.push(Person { id: row.try_get(0)?, settled: None, signed_in: None });
        }
        Ok(Self(Arc::new(Mutex::new(people))))
    }

    pub(super) fn add(&self, person: Person) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(person);
    }

    /// Mostly one of the newest, so that much befalls the same.
    pub(super) fn any(&self, rng: &mut StdRng) -> Result<Person> {
        let people = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let from = if rng.random_bool(0.75) { people.len().saturating_sub(NEAR) } else { 0 };
        people.get(from..).and_then(|near| near.choose(rng)).cloned().context("there are no members")
    }
}
