//! What is told of a file: of a row that cannot be imported, and of what was left out.

use serde::{Deserialize, Serialize};

use crate::kernel::words::words;

words! {
    /// What a column holds.
    Column {
        Phone = 1 "PHONE",
        Name = 2 "NAME",
        /// The home chapter: its id, the code of a division it holds, or its name.
        Chapter = 3 "CHAPTER",
        /// The division that the person belongs to.
        Region = 4 "REGION",
        BirthYear = 5 "BIRTH_YEAR",
        /// What was paid for elsewhere.
        Tier = 6 "TIER",
        /// The first day without membership.
        EndsOn = 7 "ENDS_ON",
        /// Which text about the service the person consented to.
        ConsentVersion = 8 "CONSENT_VERSION",
    }

    /// What is wrong with a row.
    RowFault {
        PhoneInvalid = 1 "PHONE_INVALID",
        NameInvalid = 2 "NAME_INVALID",
        /// None of the chapters into which one may import.
        ChapterOutside = 3 "CHAPTER_OUTSIDE",
        RegionUnknown = 4 "REGION_UNKNOWN",
        BirthYearInvalid = 5 "BIRTH_YEAR_INVALID",
        /// A child: not from a file.
        GuardianRequired = 6 "GUARDIAN_REQUIRED",
        TierUnknown = 7 "TIER_UNKNOWN",
        EndsOnInvalid = 8 "ENDS_ON_INVALID",
        /// Who imports may not write down memberships there.
        TermNotAllowed = 9 "TERM_NOT_ALLOWED",
        ConsentMissing = 10 "CONSENT_MISSING",
        ConsentInvalid = 11 "CONSENT_INVALID",
        /// The phone stands in an earlier row.
        DuplicateInFile = 12 "DUPLICATE_IN_FILE",
    }

    /// What the first row makes one wonder about.
    WarningCode {
        /// Columns that nobody knows: they are left out.
        ColumnsUnknown = 1 "COLUMNS_UNKNOWN",
        /// A tier, and no day on which it ends.
        TierAlone = 2 "TIER_ALONE",
        /// A day on which a tier ends, and no tier.
        EndsOnAlone = 3 "ENDS_ON_ALONE",
    }
}

/// What a person should know of a file before going on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    pub code: WarningCode,
    /// The columns that it is about, as the file names them: the first [`NAMED`].
    pub columns: Vec<String>,
    /// How many there are in all.
    pub total: usize,
    pub message: String,
}

/// How many columns a warning names.
const NAMED: usize = 10;

impl Warning {
    /// Of columns that nobody knows; none where all are known.
    #[must_use]
    pub fn unknown(columns: &[String]) -> Option<Self> {
        let named: Vec<String> = columns.iter().take(NAMED).cloned().collect();
        let quoted: Vec<String> = named.iter().map(|name| format!("`{name}`")).collect();
        let more = if columns.len() > NAMED { ", …" } else { "" };
        let message = format!("these columns are not known and are left out: {}{more}", quoted.join(", "));
        (!columns.is_empty()).then_some(Self {
            code: WarningCode::ColumnsUnknown,
            columns: named,
            total: columns.len(),
            message,
        })
    }

    /// Of one of two columns that mean something only together; none where both are there, or neither.
    #[must_use]
    pub fn alone(tier: bool, ends_on: bool) -> Option<Self> {
        let (code, alone) = match (tier, ends_on) {
            (true, false) => (WarningCode::TierAlone, "a tier without a day on which it ends"),
            (false, true) => (WarningCode::EndsOnAlone, "a day without a tier that ends on it"),
            _ => return None,
        };
        let message = format!("there is {alone}: rows that have one need the other");
        Some(Self { code, columns: Vec::new(), total: 0, message })
    }
}
