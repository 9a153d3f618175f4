//! One-time codes: a demo writes them to the logs of its API processes.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde_json::json;
use tokio::time::{Instant, sleep};

use crate::drill::crew::{Act, Crew, STRANGER};

const REQUEST: Act = Act { name: "codeRequest", reads: "accepted" };
/// How long a code may take from its request to the log.
const CODE_LIMIT: Duration = Duration::from_secs(3);
const LOOK: Duration = Duration::from_millis(40);

/// The logs in which codes appear.
#[derive(Debug, Clone)]
pub(super) struct Codes(Vec<PathBuf>);

impl Codes {
    /// Of so many API processes.
    pub(super) fn new(logs: &Path, apis: usize) -> Self {
        Self((0..apis).map(|number| logs.join(format!("api-{number}.log"))).collect())
    }

    /// Asks for a code to join with. None if it was lost with the process that was to send it.
    pub(super) async fn request(&self, crew: &Crew, phone: &str) -> Result<Option<String>> {
        let before: Vec<u64> = self.0.iter().map(|log| log.metadata().map_or(0, |found| found.len())).collect();
        let input = json!({ "phone": phone, "joining": true });
        crew.act(STRANGER, REQUEST, input).await?.context("a code was refused")?;
        let deadline = Instant::now() + CODE_LIMIT;
        while Instant::now() < deadline {
            let texts = self.0.iter().zip(&before).filter_map(|(log, from)| tail(log, *from).ok());
            if let Some(code) = texts.filter_map(|text| code_in(&text, phone)).next_back() {
                return Ok(Some(code));
            }
            sleep(LOOK).await;
        }
        Ok(None)
    }
}

fn tail(log: &Path, from: u64) -> std::io::Result<String> {
    let mut file = File::open(log)?;
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The last code that was sent to a phone.
fn code_in(text: &str, phone: &str) -> Option<String> {
    let masked = format!("phone={}****{} ", phone.get(..3)?, phone.get(7..)?);
    let line = text.lines().rfind(|line| line.contains(&masked))?;
    let (_, rest) = line.split_once("code=\"")?;
    let (code, _) = rest.split_once('"')?;
    Some(code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_code_of_a_phone_is_read() {
        let log = "2026-11-22T07:00:00Z  INFO service: one-time code phone=188****0001 code=\"111111\"\n\
                   2026-11-22T07:00:01Z  INFO service: one-time code phone=188****0002 code=\"222222\"\n\
                   2026-11-22T07:00:02Z  INFO service: one-time code phone=188****0001 code=\"333333\"\n";

        assert_eq!(code_in(log, "18800000001").as_deref(), Some("333333"));
        assert_eq!(code_in(log, "18800000003"), None);
    }
}
