//! Which column holds what, by the words in the first row: in Chinese or in English, in any order.

use super::{Column, ImportFailure, Trouble, Warning};

/// Columns beyond this one are not looked at: no sheet of people is that wide.
const MAX_COLUMNS: usize = 500;
const SHOWN: usize = 30;

impl Column {
    /// What people write above it, without blanks, dashes, underscores and stars, in lower case.
    const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Phone => &[
                "phone",
                "phonenumber",
                "mobile",
                "mobilephone",
                "手机",
                "手机号",
                "手机号码",
                "电话",
                "电话号码",
                "联系电话",
                "移动电话",
            ],
            Self::Name => &["name", "fullname", "姓名", "名字", "会员姓名", "会员名"],
            Self::Chapter => &["chapter", "homechapter", "home", "分舵", "所属分舵", "分会", "舵", "归属分舵"],
            Self::Region => &["region", "regioncode", "division", "地区", "区划", "行政区划", "区划代码", "地区代码"],
            Self::BirthYear => &["birthyear", "yearofbirth", "出生年", "出生年份", "出生年月", "出生日期", "生年"],
            Self::Tier => &["tier", "membership", "会员", "会员等级", "会员类型", "等级"],
            Self::EndsOn => {
                &["endson", "enddate", "expires", "expireson", "到期日", "到期日期", "到期时间", "有效期至"]
            }
            Self::ConsentVersion => &["consentversion", "consent", "同意版本", "同意", "隐私版本", "协议版本"],
        }
    }

    fn of_header(text: &str) -> Option<Self> {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | '*' | '\u{feff}'))
            .flat_map(char::to_lowercase)
            .collect();
        Self::ALL.into_iter().find(|column| column.words().contains(&plain.as_str()))
    }
}

/// Where in a row each thing stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns([Option<usize>; Column::ALL.len()]);

/// What the first row of a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    pub columns: Columns,
    /// What a person should know before going on.
    pub warnings: Vec<Warning>,
}

impl Header {
    /// Reads the first row.
    ///
    /// # Errors
    /// Two columns for one thing, none for phone or name.
    pub fn read<'a>(cells: impl IntoIterator<Item = &'a str>) -> Result<Self, Trouble> {
        let mut columns = Columns([None; Column::ALL.len()]);
        let mut unknown: Vec<String> = Vec::new();
        for (at, text) in cells.into_iter().take(MAX_COLUMNS).enumerate() {
            let text = text.trim();
            match Column::of_header(text) {
                Some(column) => columns.put(column, at)?,
                None if text.is_empty() => {}
                None => unknown.push(text.chars().filter(|c| !c.is_control()).take(SHOWN).collect()),
            }
        }
        if columns.place(Column::Phone).is_none() {
            let message = "no column is headed `phone` or `手机`: the first row names the columns";
            return Err(Trouble::new(ImportFailure::PhoneColumnMissing, message));
        }
        if columns.place(Column::Name).is_none() {
            let message = "no column is headed `name` or `姓名`: the first row names the columns";
            return Err(Trouble::new(ImportFailure::NameColumnMissing, message));
        }
        let has = |column| columns.place(column).is_some();
        let alone = Warning::alone(has(Column::Tier), has(Column::EndsOn));
        Ok(Self { warnings: Warning::unknown(&unknown).into_iter().chain(alone).collect(), columns })
    }
}

impl Columns {
    fn put(&mut self, column: Column, at: usize) -> Result<(), Trouble> {
        let Some(place) = self.slot(column) else { return Ok(()) };
        if place.is_some() {
            let message = format!("two columns are headed as {column}: leave one");
            return Err(Trouble::new(ImportFailure::ColumnTwice, message));
        }
        *place = Some(at);
        Ok(())
    }

    fn slot(&mut self, column: Column) -> Option<&mut Option<usize>> {
        let at = Column::ALL.iter().position(|other| *other == column)?;
        self.0.get_mut(at)
    }

    /// In which place of a row it stands, from 0.
    #[must_use]
    pub fn place(&self, column: Column) -> Option<usize> {
        let at = Column::ALL.iter().position(|other| *other == column)?;
        self.0.get(at).copied().flatten()
    }

    /// The places that are read, with what stands there.
    pub fn places(&self) -> impl Iterator<Item = (Column, usize)> {
        Column::ALL.into_iter().zip(self.0).filter_map(|(column, place)| Some((column, place?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::integrations::WarningCode;

    #[test]
    fn columns_are_known_in_two_languages_and_any_order() {
        let header = Header::read([" 姓 名 ", "备注", "\u{feff}手机号码*", "Ends_On", "会员等级", ""]).unwrap();
        let found: Vec<_> = header.columns.places().collect();
        let expected = [(Column::Phone, 2), (Column::Name, 0), (Column::Tier, 4), (Column::EndsOn, 3)];
        assert_eq!(found, expected);
        assert_eq!(header.warnings, Warning::unknown(&["备注".to_owned()]).into_iter().collect::<Vec<_>>());
        assert!(Header::read(["Phone Number", "Full name"]).unwrap().warnings.is_empty());
    }

    #[test]
    fn warnings_say_what_they_are_about() {
        let warned = |cells: &[&str]| Header::read(["手机", "姓名"].iter().chain(cells).copied()).unwrap().warnings;
        let codes = |cells: &[&str]| warned(cells).iter().map(|warning| warning.code).collect::<Vec<_>>();
        assert_eq!(codes(&["会员等级"]), [WarningCode::TierAlone]);
        assert_eq!(codes(&["到期日", "备注"]), [WarningCode::ColumnsUnknown, WarningCode::EndsOnAlone]);
        assert_eq!(codes(&["到期日", "会员等级"]), []);
        let many: Vec<String> = (0..12).map(|n| format!("列{n}")).collect();
        let told = warned(&many.iter().map(String::as_str).collect::<Vec<_>>());
        let [told] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!(
            (told.columns.len(), told.total, told.message.ends_with("`列9`, …")),
            (10, 12, true),
            "{}",
            told.message
        );
    }

    #[test]
    fn what_is_missing_or_twice_is_refused() {
        let failure = |cells: &[&str]| Header::read(cells.iter().copied()).unwrap_err().failure;
        assert_eq!(failure(&["姓名"]), ImportFailure::PhoneColumnMissing);
        assert_eq!(failure(&["手机"]), ImportFailure::NameColumnMissing);
        assert_eq!(failure(&["手机", "姓名", "phone"]), ImportFailure::ColumnTwice);
        assert_eq!(failure(&[]), ImportFailure::PhoneColumnMissing);
    }

    #[test]
    fn no_word_means_two_things() {
        let mut words: Vec<&str> = Column::ALL.iter().flat_map(|column| column.words()).copied().collect();
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all);
    }
}
