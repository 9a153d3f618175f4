//! How a Chinese name is found by its sound: full pinyin and initials.

use ::pinyin::ToPinyin as _;

/// Place names whose characters the general table reads otherwise.
const READINGS: &[(&str, &[&str])] = &[
    ("重庆", &["chong", "qing"]),
    ("厦门", &["xia", "men"]),
    ("六安", &["lu", "an"]),
    ("台州", &["tai", "zhou"]),
    ("丽水", &["li", "shui"]),
    ("蚌埠", &["beng", "bu"]),
    ("亳州", &["bo", "zhou"]),
    ("涡阳", &["guo", "yang"]),
    ("番禺", &["pan", "yu"]),
    ("东阿", &["dong", "e"]),
    ("单县", &["shan", "xian"]),
    ("会稽", &["kuai", "ji"]),
    ("洪洞", &["hong", "tong"]),
    ("铅山", &["yan", "shan"]),
    ("乐清", &["yue", "qing"]),
    ("乐亭", &["lao", "ting"]),
    ("朝阳", &["chao", "yang"]),
    ("长", &["chang"]),
];

/// The syllables of a name without tones, joined: `东城区` is `dongchengqu`. What is not Chinese stays, in lower case.
#[must_use]
pub fn pinyin(name: &str) -> String {
    syllables(name).concat()
}

/// The first letter of every syllable: `东城区` is `dcq`.
#[must_use]
pub fn initials(name: &str) -> String {
    syllables(name).iter().filter_map(|syllable| syllable.chars().next()).collect()
}

fn syllables(name: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        if let Some((place, reading)) = READINGS.iter().find(|(place, _)| rest.starts_with(place)) {
            found.extend(reading.iter().map(ToString::to_string));
            rest = rest.strip_prefix(place).unwrap_or_default();
            continue;
        }
        found.push(match first.to_pinyin() {
            Some(syllable) => syllable.plain().to_owned(),
            None => first.to_lowercase().collect(),
        });
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_place_names() {
        assert_eq!(pinyin("东城区"), "dongchengqu");
        assert_eq!(initials("东城区"), "dcq");
        assert_eq!(pinyin("重庆市"), "chongqingshi");
        assert_eq!(pinyin("长沙市"), "changshashi");
        assert_eq!(pinyin("HQ 总部"), "hq zongbu");
    }
}
