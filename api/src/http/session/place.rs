//! Where somebody goes on to after signing in: never away from the console.

const HOME: &str = "/console/";
const LONGEST: usize = 1_024;

/// A place within the console, or its first page for anything that is none.
///
/// A browser reads `//x` and `/\x` as another host, and drops control characters before it looks; dots lead elsewhere.
#[must_use]
pub fn place_within(asked: Option<&str>) -> &str {
    let plain = |place: &str| {
        let path = place.split(['?', '#']).next().unwrap_or_default();
        let lower = path.to_ascii_lowercase();
        let dots = |part: &str| matches!(part.replace("%2e", ".").as_str(), "." | "..");
        place.len() <= LONGEST
            && place.starts_with(HOME)
            && place.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
            && !path.contains("//")
            && !lower.split('/').any(dots)
            && !["%2f", "%5c", "%00", "%0a", "%0d"].iter().any(|hidden| lower.contains(hidden))
    };
    asked.filter(|place| plain(place)).unwrap_or(HOME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_away() {
        for place in ["/console/", "/console/policies/pver_1?tab=rollout#x", "/console/a%20b", "/console/x?to=//y"] {
            assert_eq!(place_within(Some(place)), place);
        }
        for place in [
            "",
            "/",
            "/console",
            "/client/",
            "//evil.example/console/",
            "https://evil.example/console/",
            "/console//evil.example",
            "/\\evil.example/console/",
            "/console/\\evil.example",
            "/console/../client/",
            "/console/%2E%2e/client/",
            "/console/./x",
            "/console/%2f%2fevil.example",
            "/console/%5cevil.example",
            "/console/a\nb",
            "/console/a\tb",
            "/console/a b",
            "/console/航",
            "javascript:alert(1)",
        ] {
            assert_eq!(place_within(Some(place)), HOME, "{place}");
        }
        assert_eq!(place_within(Some(&format!("/console/{}", "a".repeat(2_000)))), HOME);
        assert_eq!(place_within(None), HOME);
    }
}
