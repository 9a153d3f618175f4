//! The names of a stream's keys.

/// All keys of one stream carry the same hash tag, so that a cluster keeps them in one slot and a script may touch them all.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    /// The messages themselves.
    pub(super) log: String,
    /// What was put aside.
    pub(super) dead: String,
    prefix: String,
}

impl Keys {
    pub(super) fn new(namespace: &str, stream: &str) -> Self {
        let prefix = format!("{{{namespace}:{stream}}}");
        Self { log: format!("{prefix}:log"), dead: format!("{prefix}:dead"), prefix }
    }

    /// The ids of a group's messages that are held back, by the server's time (ms) when they are due.
    pub(super) fn later(&self, group: &str) -> String {
        format!("{}:later:{group}", self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_hash_tag_for_a_stream() {
        let keys = Keys::new("flotilla", "facts");
        assert_eq!(keys.log, "{flotilla:facts}:log");
        assert_eq!(keys.dead, "{flotilla:facts}:dead");
        assert_eq!(keys.later("relay"), "{flotilla:facts}:later:relay");
    }
}
