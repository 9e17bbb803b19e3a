//! The XML of a part.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::reader::Reader;

use super::package::damaged;
use crate::sheet::SheetError;

/// The XML of a part, read element by element.
pub(super) struct Xml<'x> {
    reader: Reader<&'x [u8]>,
    part: &'x str,
}

/// A piece of XML. Names have no prefix.
pub(super) enum Node<'x> {
    Start(Element<'x>),
    End(End<'x>),
    Text(Cow<'x, str>),
    /// The end of the part.
    Eof,
}

impl<'x> Xml<'x> {
    pub(super) fn new(part: &'x str, text: &'x str) -> Self {
        let mut reader = Reader::from_str(text);
        // An empty element is read as a start and an end, so that there is one case less.
        reader.config_mut().expand_empty_elements = true;
        Self { reader, part }
    }

    /// The next start, end or text. An entity is returned as text.
    pub(super) fn next(&mut self) -> Result<Node<'x>, SheetError> {
        loop {
            let event = self.reader.read_event();
            return Ok(match event.map_err(|_| self.broken())? {
                Event::Start(start) => Node::Start(Element { start }),
                Event::End(end) => Node::End(End { end }),
                Event::Text(text) => Node::Text(text.xml10_content()),
                Event::CData(text) => Node::Text(text.xml10_content()),
                Event::GeneralRef(entity) => {
                    let text = match entity.resolve_char_ref() {
                        Ok(Some(c)) => Some(c.to_string().into()),
                        Ok(None) => {
                            quick_xml::escape::resolve_predefined_entity(&entity).map(Cow::Borrowed)
                        }
                        Err(_) => None,
                    };
                    Node::Text(text.ok_or_else(|| self.damaged("an entity of XML"))?)
                }
                Event::DocType(_) => return Err(self.damaged("no document type")),
                Event::Eof => Node::Eof,
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            });
        }
    }

    /// The value of an attribute, by its name without a prefix.
    pub(super) fn attribute(
        &self,
        element: &Element<'x>,
        name: &str,
    ) -> Result<Option<String>, SheetError> {
        for attribute in element.start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| self.damaged("attributes of XML"))?;
            if attribute.key.local_name().as_ref() == name {
                let value = attribute.normalized_value(XmlVersion::Explicit1_0);
                let value = value.map_err(|_| self.damaged("an attribute of XML"))?;
                return Ok(Some(value.into_owned()));
            }
        }
        Ok(None)
    }

    /// Skips the rest of an element that has just started.
    pub(super) fn skip(&mut self) -> Result<(), SheetError> {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.next()? {
                Node::Start(_) => depth += 1,
                Node::End(_) => depth -= 1,
                Node::Text(_) => {}
                Node::Eof => return Err(self.cut_off()),
            }
        }
        Ok(())
    }

    /// The error for a part that ends inside an element.
    pub(super) fn cut_off(&self) -> SheetError {
        self.damaged("the end of an element")
    }

    pub(super) fn damaged(&self, expected: impl Into<String>) -> SheetError {
        damaged(self.part, expected)
    }

    fn broken(&self) -> SheetError {
        let at = self.reader.error_position();
        self.damaged(format!("well-formed XML at byte {at}"))
    }
}

/// The start of an element.
pub(super) struct Element<'x> {
    start: BytesStart<'x>,
}

impl Element<'_> {
    /// The name without a prefix.
    pub(super) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }
}

/// The end of an element.
pub(super) struct End<'x> {
    end: BytesEnd<'x>,
}

impl End<'_> {
    /// Whether it is the end of elements with a name, without a prefix.
    pub(super) fn is(&self, name: &str) -> bool {
        self.end.local_name().as_ref() == name
    }
}
