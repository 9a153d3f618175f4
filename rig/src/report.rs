//! What the rig prints: tables for people, one JSON line per figure for programs.

use serde::Serialize;

/// One measured figure, beside its limit in the same run where it has one.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) n: u64,
    pub(crate) ours: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<f64>,
    /// Ours by the limit: below 1 is better for times and costs, above 1 for rates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ratio: Option<f64>,
    pub(crate) unit: &'static str,
}

impl Figure {
    /// A figure with its limit.
    pub(crate) fn beside(name: impl Into<String>, n: u64, (ours, limit): (f64, f64), unit: &'static str) -> Self {
        let ratio = (limit > 0.0).then(|| rounded(ours / limit));
        Self { name: name.into(), n, ours: rounded(ours), limit: Some(rounded(limit)), ratio, unit }
    }

    /// A figure that stands alone.
    pub(crate) fn alone(name: impl Into<String>, n: u64, ours: f64, unit: &'static str) -> Self {
        Self { name: name.into(), n, ours: rounded(ours), limit: None, ratio: None, unit }
    }
}

/// Three decimals are more than any of our figures holds.
fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// Prints figures as a table, or as a JSON line each.
pub(crate) fn print(title: &str, figures: &[Figure], json: bool) {
    if json {
        for figure in figures {
            println!("{}", serde_json::to_string(figure).unwrap_or_default());
        }
        return;
    }
    let optional = |value: Option<f64>| value.map(short).unwrap_or_default();
    let rows: Vec<Vec<String>> = figures
        .iter()
        .map(|figure| {
            vec![
                figure.name.clone(),
                figure.n.to_string(),
                short(figure.ours),
                optional(figure.limit),
                optional(figure.ratio),
                figure.unit.to_owned(),
            ]
        })
        .collect();
    println!("\n{title}\n{}", table(&["figure", "n", "ours", "limit", "ratio", "unit"], &rows));
}

/// As many digits as mean something.
pub(crate) fn short(value: f64) -> String {
    if value.abs() >= 100.0 {
        format!("{value:.0}")
    } else if value.abs() >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

/// Columns as wide as their widest cell; the first to the left, the others to the right.
pub(crate) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let head: Vec<String> = head.iter().map(|&cell| cell.to_owned()).collect();
    let all = || std::iter::once(&head).chain(rows);
    let width = |column: usize| {
        all().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(
                |(column, (cell, width))| {
                    if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
                },
            )
            .collect();
        cells.join("  ").trim_end().to_owned()
    };
    let rule = widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>().join("  ");
    let mut lines: Vec<String> = all().map(line).collect();
    lines.insert(1, rule);
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_one_json_line_with_its_ratio() {
        let figure = Figure::beside("push.last_durable", 33_000, (300.0, 200.0), "ms");

        let line = serde_json::to_string(&figure).unwrap();

        let expected = r#"{"name":"push.last_durable","n":33000,"ours":300.0,"limit":200.0,"ratio":1.5,"unit":"ms"}"#;
        assert_eq!(line, expected);
    }

    #[test]
    fn a_table_lines_up() {
        let rows = vec![vec!["a".into(), "1".into()], vec!["long".into(), "100".into()]];

        assert_eq!(table(&["name", "n"], &rows), "name    n\n----  ---\na       1\nlong  100");
    }
}
