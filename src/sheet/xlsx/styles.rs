//! The number formats of cells. Only the format shows whether a number is a date.

use std::collections::HashMap;

use super::package::Package;
use super::shows::Shows;
use super::xml::{Node, Xml};
use crate::sheet::SheetError;

/// Reads what each style shows, by the number of the style.
pub(super) fn read(package: &mut Package<'_>, part: &str) -> Result<Vec<Shows>, SheetError> {
    let Some(text) = package.part(part)? else {
        return Ok(Vec::new());
    };
    let mut xml = Xml::new(part, &text);
    let mut formats: HashMap<u32, Shows> = HashMap::new();
    // The formats are before the styles that use them.
    let (mut styles, mut is_styles) = (Vec::new(), false);
    loop {
        match xml.next()? {
            Node::Start(element) => match element.name() {
                "numFmt" => {
                    let id = number(&xml, &element)?;
                    let code = xml.attribute(&element, "formatCode")?;
                    formats.insert(id, Shows::of_code(&code.unwrap_or_default()));
                }
                "cellXfs" => is_styles = true,
                "xf" if is_styles => {
                    let id = number(&xml, &element)?;
                    let format = formats.get(&id).copied();
                    styles.push(format.unwrap_or_else(|| Shows::of_number(id)));
                }
                _ => {}
            },
            Node::End(end) if end.is("cellXfs") => return Ok(styles),
            Node::Eof => return Ok(styles),
            _ => {}
        }
    }
}

/// The number of the format. A style without one shows numbers.
fn number(xml: &Xml<'_>, element: &super::xml::Element<'_>) -> Result<u32, SheetError> {
    let Some(text) = xml.attribute(element, "numFmtId")? else {
        return Ok(0);
    };
    let number = text.parse();
    number.map_err(|_| xml.damaged("the number of a number format"))
}
