//! What a page says of itself in JSON-LD (schema.org).
//!
//! Blocks are written by templates and often broken: raw line breaks in strings, trailing commas, comment
//! marks around them. Those are mended; a block that stays broken is passed over, as browsers and search
//! engines do.

use serde_json::Value;

/// The fields of the page's article that are used here, as the page wrote them.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct LinkedData {
    pub(crate) headline: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) url: Option<String>,
}

/// Reads all blocks of a page. The first article found speaks; the rest of the graph only resolves its
/// references.
pub(crate) fn read(blocks: &[String]) -> LinkedData {
    let values: Vec<Value> = blocks.iter().filter_map(|block| parse(block)).collect();
    let mut nodes = Vec::new();
    values.iter().for_each(|value| gather(value, &mut nodes));
    let article = nodes.iter().copied().find(|node| is_article(node));
    let Some(article) = article else {
        let site = nodes.iter().copied().find(|node| has_type(node, |name| name == "WebSite"));
        return LinkedData {
            publisher: site.and_then(|site| string(&site["name"])),
            ..LinkedData::default()
        };
    };
    let page = article["mainEntityOfPage"].as_str().or_else(|| article["mainEntityOfPage"]["@id"].as_str());
    LinkedData {
        headline: string(&article["headline"]).or_else(|| string(&article["name"])),
        publisher: name_of(&article["publisher"], &nodes)
            .or_else(|| name_of(&article["sourceOrganization"], &nodes)),
        published: string(&article["datePublished"]).or_else(|| string(&article["dateCreated"])),
        language: string(&article["inLanguage"]).or_else(|| string(&article["inLanguage"]["alternateName"])),
        url: string(&article["url"]).or_else(|| page.map(str::to_owned)),
    }
}

fn parse(block: &str) -> Option<Value> {
    let block = block.trim();
    let strip = |block: &str| {
        let block = block.replace("<![CDATA[", "").replace("]]>", "");
        let start = block.find(['{', '['])?;
        let end = block.rfind(['}', ']'])?;
        block.get(start..=end).map(str::to_owned)
    };
    serde_json::from_str(block).ok().or_else(|| serde_json::from_str(&mend(&strip(block)?)).ok())
}

/// Control characters become spaces, commas before a closing bracket go.
fn mend(block: &str) -> String {
    let mut out = String::with_capacity(block.len());
    for c in block.chars() {
        if c == '}' || c == ']' {
            let kept = out.trim_end();
            if kept.ends_with(',') {
                out.truncate(kept.len() - 1);
            }
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

/// Every object at the top, in arrays and in `@graph`. Depth is bounded by the parser (128).
fn gather<'v>(value: &'v Value, nodes: &mut Vec<&'v Value>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| gather(value, nodes)),
        Value::Object(object) => {
            nodes.push(value);
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = object.get(key) {
                    gather(inner, nodes);
                }
            }
        }
        _ => (),
    }
}

fn is_article(node: &Value) -> bool {
    has_type(node, |name| {
        let name = name.rsplit(['/', ':']).next().unwrap_or(name);
        name.ends_with("Article") || ["BlogPosting", "LiveBlogPosting", "Report"].contains(&name)
    })
}

fn has_type(node: &Value, test: impl Fn(&str) -> bool) -> bool {
    match &node["@type"] {
        Value::String(name) => test(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(test),
        _ => false,
    }
}

/// The name of an organisation: a string, an object, a list of them, or a reference into the graph.
fn name_of(value: &Value, nodes: &[&Value]) -> Option<String> {
    match value {
        Value::String(_) => string(value),
        Value::Array(values) => {
            values.iter().find_map(|value| string(value).or_else(|| string(&value["name"])))
        }
        Value::Object(_) => string(&value["name"]).or_else(|| {
            let id = value["@id"].as_str()?;
            nodes.iter().find(|node| node["@id"] == id).and_then(|node| string(&node["name"]))
        }),
        _ => None,
    }
}

fn string(value: &Value) -> Option<String> {
    let value = value.as_array().and_then(|values| values.first()).unwrap_or(value);
    value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_one(block: &str) -> LinkedData {
        read(&[block.to_owned()])
    }

    #[test]
    fn an_article_in_a_graph_with_references() {
        let data = read_one(
            r##"{"@context": "https://schema.org", "@graph": [
                {"@type": "Organization", "@id": "#org", "name": "The Example Times"},
                {"@type": ["NewsArticle"], "headline": "Minister says no", "inLanguage": "en-GB",
                 "datePublished": "2024-05-03T08:00:00+01:00", "publisher": {"@id": "#org"},
                 "mainEntityOfPage": {"@id": "https://e.example/no"}}]}"##,
        );
        assert_eq!(data.headline.as_deref(), Some("Minister says no"));
        assert_eq!(data.publisher.as_deref(), Some("The Example Times"));
        assert_eq!(data.published.as_deref(), Some("2024-05-03T08:00:00+01:00"));
        assert_eq!(data.language.as_deref(), Some("en-GB"));
        assert_eq!(data.url.as_deref(), Some("https://e.example/no"));
    }

    #[test]
    fn broken_blocks_are_mended_or_passed_over() {
        let data = read_one(
            "<!-- //<![CDATA[\n[{\"@type\": \"schema:NewsArticle\", \"headline\": \"Two\nlines\", \"name\": 5,},] //]]> -->",
        );
        assert_eq!(data.headline.as_deref(), Some("Two lines"));
        for block in ["", "{", "null", "[1, \"a\"]", "{\"@type\": 5}", "]{", &"[".repeat(5_000)] {
            assert_eq!(read_one(block), LinkedData::default());
        }
    }

    #[test]
    fn without_an_article_only_the_sites_name_is_taken() {
        let data = read_one(r#"{"@type": "WebSite", "name": "Example", "datePublished": "2020-01-01"}"#);
        assert_eq!(data, LinkedData { publisher: Some("Example".into()), ..LinkedData::default() });
    }
}
