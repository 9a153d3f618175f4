//! Reads a row of a file: everything that the row alone can tell. Chapters are looked up afterwards.

use std::collections::HashMap;
use std::fmt;

use chrono::NaiveDate;
use domain::integrations::{Column, RowFault, mask_cell, read_day, read_year};
use domain::kernel::Violation;
use domain::members::{MAX_DAYS, Tier, TierCode, TierKind, check_birth_year, check_grant, check_name, is_under_age};
use serde::{Deserialize, Serialize};
use store::integrations::fault::Fault;

use super::file::RawRow;
use crate::access::normalise_phone;

/// A row that can be imported.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PersonRow {
    pub line: i32,
    pub phone: String,
    pub name: String,
    /// As it was written: the home of the import, if nothing was.
    pub chapter: Option<String>,
    pub region: Option<String>,
    pub birth_year: Option<i16>,
    /// What was paid for, and the first day without it.
    pub term: Option<(TierCode, NaiveDate)>,
    /// Which text the person consented to.
    pub consent: String,
}

/// By hand: personal data must not get into logs.
impl fmt::Debug for PersonRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PersonRow").field("line", &self.line).finish_non_exhaustive()
    }
}

/// What rows are read by.
#[derive(Debug)]
pub(crate) struct RowRules {
    pub today: NaiveDate,
    pub tiers: Vec<Tier>,
    /// Codes of divisions by code and by name; none where several have the name.
    pub regions: HashMap<String, Option<String>>,
    /// The text that people consented to whose rows do not say it.
    pub consent: Option<String>,
}

/// What is wrong with a row, one thing after another.
struct Reading<'r> {
    row: &'r RawRow,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn fault(&mut self, about: Column, fault: RowFault, message: impl Into<String>) {
        self.faults.push(fault_of(self.row, about, fault, message));
    }

    fn checked<T>(&mut self, about: Column, fault: RowFault, outcome: Result<T, Violation>) -> Option<T> {
        outcome.map_err(|broken| self.fault(about, fault, broken.message)).ok()
    }
}

/// A fault of a cell.
pub(crate) fn fault_of(row: &RawRow, about: Column, fault: RowFault, message: impl Into<String>) -> Fault {
    let cell = row.cell(about);
    let shown = (!cell.is_empty()).then(|| mask_cell(about, cell));
    Fault { line: row.line, about: Some(about), fault, message: message.into(), shown }
}

impl RowRules {
    /// Reads a row.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub(crate) fn read(&self, row: &RawRow) -> Result<PersonRow, Vec<Fault>> {
        let mut reading = Reading { row, faults: Vec::new() };
        let phone = normalise_phone("phone", row.cell(Column::Phone));
        let phone = reading.checked(Column::Phone, RowFault::PhoneInvalid, phone);
        let name = row.cell(Column::Name);
        reading.checked(Column::Name, RowFault::NameInvalid, check_name("name", name));
        let region = self.region(&mut reading);
        let birth_year = self.birth_year(&mut reading);
        let term = self.term(&mut reading);
        let consent = self.consent(&mut reading);
        match (phone, consent) {
            (Some(phone), Some(consent)) if reading.faults.is_empty() => Ok(PersonRow {
                line: row.line,
                phone,
                name: name.to_owned(),
                chapter: written(row.cell(Column::Chapter)),
                region,
                birth_year,
                term,
                consent,
            }),
            _ => Err(reading.faults),
        }
    }

    fn region(&self, reading: &mut Reading<'_>) -> Option<String> {
        let text = written(reading.row.cell(Column::Region))?;
        let message = match self.regions.get(&text) {
            Some(Some(code)) => return Some(code.clone()),
            Some(None) => "several divisions have this name: give the code",
            None => "there is no such division: give its code, such as 330102",
        };
        reading.fault(Column::Region, RowFault::RegionUnknown, message);
        None
    }

    fn birth_year(&self, reading: &mut Reading<'_>) -> Option<i16> {
        let text = written(reading.row.cell(Column::BirthYear))?;
        let Some(year) = read_year(&text) else {
            reading.fault(Column::BirthYear, RowFault::BirthYearInvalid, "give a year, such as 1990");
            return None;
        };
        let checked = check_birth_year(year, self.today);
        reading.checked(Column::BirthYear, RowFault::BirthYearInvalid, checked)?;
        if is_under_age(year, self.today) {
            let message = "a child is not imported: headquarters writes it down, with the consent of a guardian";
            reading.fault(Column::BirthYear, RowFault::GuardianRequired, message);
        }
        i16::try_from(year).ok()
    }

    fn term(&self, reading: &mut Reading<'_>) -> Option<(TierCode, NaiveDate)> {
        let (tier, ends_on) = (reading.row.cell(Column::Tier), reading.row.cell(Column::EndsOn));
        if tier.is_empty() && ends_on.is_empty() {
            return None;
        }
        let tier = self.tier(reading);
        let ends_on = self.ends_on(reading);
        Some((tier?, ends_on?))
    }

    fn tier(&self, reading: &mut Reading<'_>) -> Option<TierCode> {
        let text = reading.row.cell(Column::Tier);
        let found = self.tiers.iter().find(|tier| tier.code.as_str() == text || tier.name == text);
        let message = match found {
            Some(tier) if matches!(tier.kind, TierKind::Guest | TierKind::Trial) => {
                "guests and trials are not imported as memberships: leave tier and end out"
            }
            Some(tier) => return Some(tier.code.clone()),
            None if text.is_empty() => "a day on which a membership ends needs its tier",
            None => "there is no such tier: give its code or its name",
        };
        reading.fault(Column::Tier, RowFault::TierUnknown, message);
        None
    }

    fn ends_on(&self, reading: &mut Reading<'_>) -> Option<NaiveDate> {
        let text = reading.row.cell(Column::EndsOn);
        let day = read_day(text);
        let message = match day.map(|day| day.signed_duration_since(self.today).num_days()) {
            Some(1..=MAX_DAYS) => return day,
            Some(i64::MIN..=0) => "this membership is over: leave tier and end out to import a guest",
            Some(_) => "a membership ends within ten years",
            None if text.is_empty() => "a tier needs the day on which the membership ends",
            None => "give a day, such as 2027-11-30",
        };
        reading.fault(Column::EndsOn, RowFault::EndsOnInvalid, message);
        None
    }

    fn consent(&self, reading: &mut Reading<'_>) -> Option<String> {
        let Some(text) = written(reading.row.cell(Column::ConsentVersion)).or_else(|| self.consent.clone()) else {
            let message = "nobody becomes a member without consenting to the service: say to which text";
            reading.fault(Column::ConsentVersion, RowFault::ConsentMissing, message);
            return None;
        };
        reading.checked(Column::ConsentVersion, RowFault::ConsentInvalid, check_grant(&text))?;
        Some(text)
    }
}

fn written(cell: &str) -> Option<String> {
    (!cell.is_empty()).then(|| cell.to_owned())
}
