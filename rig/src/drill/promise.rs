//! A promise, and the cases in which it did not hold.

/// How many cases of one broken promise are told.
const TOLD: usize = 10;

/// A promise that did not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) promise: &'static str,
    pub(crate) cases: usize,
    /// The first of them.
    pub(crate) examples: Vec<String>,
}

/// Collects the cases of one promise.
pub(super) struct Promise(Broken);

impl Promise {
    pub(super) fn new(promise: &'static str) -> Self {
        Self(Broken { promise, cases: 0, examples: Vec::new() })
    }

    pub(super) fn broken(&mut self, case: impl FnOnce() -> String) {
        self.0.cases += 1;
        if self.0.examples.len() < TOLD {
            self.0.examples.push(case());
        }
    }

    pub(super) fn outcome(self) -> Option<Broken> {
        (self.0.cases > 0).then_some(self.0)
    }
}

/// What the executable's own examinations find, each with its complaint, as promises of their own.
pub(super) fn of_doctors(doctors: &[(&'static str, Option<String>)]) -> impl Iterator<Item = Broken> {
    doctors
        .iter()
        .filter_map(|(promise, complaint)| Some(Broken { promise, cases: 1, examples: vec![complaint.clone()?] }))
}
