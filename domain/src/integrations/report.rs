//! What is told of a row that cannot be imported.

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
}
