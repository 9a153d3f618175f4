//! Enums of imports, each bound to its domain type: a variant missing here does not compile.

use async_graphql::Enum;

/// How far an import is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::integrations::ImportState")]
pub(crate) enum ImportState {
    /// The file is on its way.
    Uploading,
    /// The file is here, and waits for the worker.
    Uploaded,
    /// The dry run goes on.
    Checking,
    /// The dry run is over, and nothing was changed: it waits for `importStart`.
    Checked,
    /// Members are being added.
    Importing,
    /// All is done.
    Done,
    /// Somebody stopped it. What was added before stays.
    Cancelled,
    /// The file cannot be imported: `failure` says why.
    Failed,
}

/// What kind of file it is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::integrations::ImportFormat")]
pub(crate) enum ImportFormat {
    /// Text, with commas, semicolons or tabs between the cells.
    Csv,
    /// A workbook.
    Xlsx,
}

/// How the text of a CSV is written.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::integrations::ImportEncoding")]
pub(crate) enum ImportEncoding {
    /// UTF-8, with or without a mark at its beginning.
    #[graphql(name = "UTF_8")]
    Utf8,
    /// GB 18030, with GBK and GB 2312 in it.
    #[graphql(name = "GB18030")]
    Gb18030,
}

/// What is odd about a file that can be imported all the same.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::integrations::WarningCode")]
pub(crate) enum ImportWarningCode {
    /// Columns that nobody knows: they are left out.
    ColumnsUnknown,
    /// A tier, and no day on which it ends: rows that have one need the other.
    TierAlone,
    /// A day on which a tier ends, and no tier: rows that have one need the other.
    EndsOnAlone,
}

/// Why a file cannot be imported.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::integrations::ImportFailure")]
pub(crate) enum ImportFailureCode {
    /// Some lines are UTF-8 and some GB 18030.
    EncodingMixed,
    /// A line is neither UTF-8 nor GB 18030.
    EncodingUnknown,
    /// No header, or no row below it.
    FileEmpty,
    /// It cannot be read.
    FileDamaged,
    /// The workbook unpacks to more than is taken.
    FileTooLarge,
    /// The workbook has no such sheet.
    SheetUnknown,
    /// No column is headed `phone` or `手机`.
    PhoneColumnMissing,
    /// No column is headed `name` or `姓名`.
    NameColumnMissing,
    /// Two columns for one thing.
    ColumnTwice,
    /// More rows than are taken.
    TooManyRows,
    /// The upload broke off.
    UploadIncomplete,
    /// Nobody started it in time.
    Expired,
}

/// What a column holds.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::integrations::Column")]
pub(crate) enum ImportColumn {
    /// The mobile phone number.
    Phone,
    /// The person's name.
    Name,
    /// The home chapter: its id, the code of a division that it holds, or its name.
    Chapter,
    /// The division that the person belongs to, by code or name.
    Region,
    /// The year of birth.
    BirthYear,
    /// The tier of a membership that was paid for elsewhere.
    Tier,
    /// The first day without that membership.
    EndsOn,
    /// Which text about the service the person consented to.
    ConsentVersion,
}

/// What is wrong with a row.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::integrations::RowFault")]
pub(crate) enum ImportRowErrorCode {
    /// It is no mobile phone number.
    PhoneInvalid,
    /// The name is empty, too long or has control characters.
    NameInvalid,
    /// None of the chapters into which you may import.
    ChapterOutside,
    /// There is no such division, or several have the name.
    RegionUnknown,
    /// It is no year of birth.
    BirthYearInvalid,
    /// A child, who is not imported.
    GuardianRequired,
    /// There is no such tier, or it is not given by an import.
    TierUnknown,
    /// It is no day, in the past, or too far off.
    EndsOnInvalid,
    /// You may not write down memberships there.
    TermNotAllowed,
    /// Nobody says which text the person consented to.
    ConsentMissing,
    /// It is no version of a text.
    ConsentInvalid,
    /// The phone stands in an earlier row.
    DuplicateInFile,
}
