//! Administrative divisions.

use async_graphql::Object;

use super::enums::DivisionKind;
use super::{Chapter, ChapterLevel};
use crate::graphql::View;
use crate::graphql::error::Result;
use crate::graphql::scalars::DateTime;

/// A division.
#[derive(Debug, Clone)]
pub(crate) struct Division {
    division: domain::chapters::Division,
    view: View,
}

impl Division {
    pub(crate) fn new(division: domain::chapters::Division, view: View) -> Self {
        Self { division, view }
    }
}

/// An administrative division (行政区划) of China. Names repeat, so the code is the key.
#[Object]
impl Division {
    /// Its code (GB/T 2260): six digits.
    async fn code(&self) -> &str {
        &self.division.code
    }

    /// Its name, in Chinese.
    async fn name(&self) -> &str {
        &self.division.name
    }

    /// The level of the chapters it can be licensed to.
    async fn level(&self) -> ChapterLevel {
        self.division.level.into()
    }

    /// Whether it can be licensed at all.
    async fn kind(&self) -> DivisionKind {
        self.division.kind.into()
    }

    /// Code of the division it lies in. Null for a province.
    async fn parent(&self) -> Option<&str> {
        self.division.parent.as_deref()
    }

    /// Since when it exists.
    async fn valid_from(&self) -> DateTime {
        DateTime(self.division.valid_from)
    }

    /// When it ceased to exist. Null while it exists.
    async fn valid_to(&self) -> Option<DateTime> {
        self.division.valid_to.map(DateTime)
    }

    /// Codes of the divisions that took over from it; empty while it exists.
    async fn successors(&self) -> Result<Vec<String>> {
        if self.division.valid_to.is_none() {
            return Ok(Vec::new());
        }
        Ok(self.view.service().division_successors(&self.division.code).await?)
    }

    /// The chapter of its level whose territory it is now. Null if there is none, or if you may not see it.
    async fn chapter(&self) -> Option<Chapter> {
        let holders = self.view.viewer().chapters_by_division(&self.division.code);
        let holder = holders.into_iter().find(|node| node.level == self.division.level)?;
        Some(Chapter::new(holder, self.view.clone()))
    }
}
