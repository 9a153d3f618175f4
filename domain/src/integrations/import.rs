//! An import (导入) of members from a file: its states, and why a file cannot be imported.

use crate::kernel::text::is_line;
use crate::kernel::words::words;
use crate::kernel::{Code, Violation};

/// The longest name of a file, in characters.
pub const MAX_FILE_NAME: usize = 120;

words! {
    /// How far an import is.
    ImportState {
        /// The file is on its way.
        Uploading = 1 "UPLOADING",
        /// The file is here.
        Uploaded = 2 "UPLOADED",
        /// The dry run goes on.
        Checking = 3 "CHECKING",
        /// The dry run is over: nothing was changed.
        Checked = 4 "CHECKED",
        /// Members are being added.
        Importing = 5 "IMPORTING",
        Done = 6 "DONE",
        /// Somebody stopped it.
        Cancelled = 7 "CANCELLED",
        /// The file cannot be imported.
        Failed = 8 "FAILED",
    }

    /// What kind of file it is.
    ImportFormat {
        Csv = 1 "CSV",
        Xlsx = 2 "XLSX",
    }

    /// How the text of a CSV is written.
    ImportEncoding {
        Utf8 = 1 "UTF_8",
        Gb18030 = 2 "GB18030",
    }

    /// Why a file cannot be imported.
    ImportFailure {
        /// Some lines are UTF-8 and some GB18030.
        EncodingMixed = 1 "ENCODING_MIXED",
        /// Neither UTF-8 nor GB18030.
        EncodingUnknown = 2 "ENCODING_UNKNOWN",
        /// No header, or no row below it.
        FileEmpty = 3 "FILE_EMPTY",
        /// It cannot be read.
        FileDamaged = 4 "FILE_DAMAGED",
        /// It unpacks to more than is taken.
        FileTooLarge = 5 "FILE_TOO_LARGE",
        /// The workbook has no such sheet.
        SheetUnknown = 6 "SHEET_UNKNOWN",
        PhoneColumnMissing = 7 "PHONE_COLUMN_MISSING",
        NameColumnMissing = 8 "NAME_COLUMN_MISSING",
        /// Two columns for one thing.
        ColumnTwice = 9 "COLUMN_TWICE",
        TooManyRows = 10 "TOO_MANY_ROWS",
        /// The upload broke off.
        UploadIncomplete = 11 "UPLOAD_INCOMPLETE",
        /// Nobody started it in time.
        Expired = 12 "EXPIRED",
    }
}

/// Why a file cannot be imported, in words for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    pub failure: ImportFailure,
    pub message: String,
}

impl Trouble {
    /// A trouble with a file.
    pub fn new(failure: ImportFailure, message: impl Into<String>) -> Self {
        Self { failure, message: message.into() }
    }
}

/// What befalls an import by somebody's hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportMove {
    Start,
    Cancel,
}

impl ImportState {
    /// Whether nothing more becomes of it.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled | Self::Failed)
    }

    /// What somebody makes of it.
    ///
    /// # Errors
    /// `IntegrationsImportState`.
    pub fn after(self, step: ImportMove) -> Result<Self, Violation> {
        let refuse = |message: String| Err(Violation::new(Code::IntegrationsImportState, "import", message));
        match (self, step) {
            (Self::Checked, ImportMove::Start) => Ok(Self::Importing),
            (state, ImportMove::Start) if state < Self::Checked => {
                refuse(format!("an import that is {state} cannot be started: wait until it is {}", Self::Checked))
            }
            (state, ImportMove::Start) => refuse(format!("an import that is {state} cannot be started")),
            (state, ImportMove::Cancel) if state.is_over() => {
                refuse(format!("an import that is {state} cannot be cancelled: it is over"))
            }
            (_, ImportMove::Cancel) => Ok(Self::Cancelled),
        }
    }
}

/// Whether a file may be called so: 1 to [`MAX_FILE_NAME`] characters on one line, no path.
///
/// # Errors
/// `IntegrationsImportFileInvalid`.
pub fn check_file_name(name: &str) -> Result<(), Violation> {
    if is_line(name, MAX_FILE_NAME) && !name.contains(['/', '\\']) {
        return Ok(());
    }
    let message = format!("name the file, in 1 to {MAX_FILE_NAME} characters, without its folder");
    Err(Violation::new(Code::IntegrationsImportFileInvalid, "name", message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_checked_is_started_and_only_what_goes_on_is_cancelled() {
        for state in ImportState::ALL {
            let started = state.after(ImportMove::Start).map_err(|broken| broken.code);
            let expected = if state == ImportState::Checked {
                Ok(ImportState::Importing)
            } else {
                Err(Code::IntegrationsImportState)
            };
            assert_eq!(started, expected, "{state}");
            assert_eq!(state.after(ImportMove::Cancel).is_ok(), !state.is_over(), "{state}");
        }
    }

    #[test]
    fn a_file_has_a_name_and_no_folder() {
        assert!(check_file_name("会员 2026.csv").is_ok());
        for bad in ["", " a.csv", "a/b.csv", "a\\b.csv", "a\nb", &"名".repeat(121)] {
            assert!(check_file_name(bad).is_err(), "{bad:?}");
        }
    }
}
