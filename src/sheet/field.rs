//! The fields that a column can contain, and the headers that are recognised.

/// What a column contains.
///
/// Headers are recognised in any case, without spaces and punctuation, and without a number at the end: `Source 2`
/// is `source`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Field {
    /// The identifier of the event: `id`, `no`, `nr`, `number`, `ref`, `reference`, `event id`.
    Id,
    /// The kind of the event: `kind`, `type`, `event type`, `category`, `contact type`.
    Kind,
    /// The date: `date`, `dates`, `when`, `day`, `event date`.
    Date,
    /// The start date, for tables with two columns of dates: `start`, `start date`, `begin`, `date from`.
    Start,
    /// The end date: `end`, `end date`, `until`, `date to`.
    End,
    /// The title: `title`, `event`, `headline`, `subject`.
    Title,
    /// Parties: `party`, `parties`, `participants`, `actors`, `who`, `with`, `visitor`, and headers that end with
    /// `participants`.
    Party,
    /// Source actors: `source actor`, and `source` if there is also a column `target`.
    SourceActor,
    /// Target actors: `target`, `target actor`.
    Target,
    /// Addressees: `addressee`, `recipient`.
    Addressee,
    /// Hosts: `host`, `hosts`.
    Host,
    /// Mediators: `mediator`, `mediators`.
    Mediator,
    /// Attendees: `attendee`, `attendees`.
    Attendee,
    /// The role of the actors in the columns of parties: `participant role`, and `role` if all its cells are roles.
    Role,
    /// The place: `place`, `location`, `city`, `venue`, `locale`, `where`.
    Place,
    /// Sources: `source`, `sources`, `outlet`, `reported by`, `publisher`.
    Source,
    /// Addresses of sources: `url`, `urls`, `link`, `links`, `source url`, `source urls`.
    Url,
    /// The status: `status`.
    Status,
    /// The date of the report: `reported`, `published`, `date reported`, `publication date`.
    Reported,
    /// The code: `code`, `event code`, `cameo`, `plover`.
    Code,
    /// Topics: `topic`, `topics`.
    Topic,
    /// Notes: `notes`, `remarks`, `comments`, `description`. Columns with other headers are notes too.
    Note,
}

crate::text::words!(Field, "a field of an event", 22 {
    Id => "id",
    Kind => "kind",
    Date => "date",
    Start => "start",
    End => "end",
    Title => "title",
    Party => "party",
    SourceActor => "source_actor",
    Target => "target",
    Addressee => "addressee",
    Host => "host",
    Mediator => "mediator",
    Attendee => "attendee",
    Role => "role",
    Place => "place",
    Source => "source",
    Url => "url",
    Status => "status",
    Reported => "reported",
    Code => "code",
    Topic => "topic",
    Note => "note",
});

impl Field {
    /// Whether several columns of a table can contain it.
    pub(super) const fn is_many(self) -> bool {
        self.participant().is_some()
            || matches!(
                self,
                Self::Source | Self::Url | Self::Reported | Self::Topic | Self::Note
            )
    }

    /// The role of the actors in the column. Returns `None` for columns of other values.
    pub(super) const fn participant(self) -> Option<crate::event::Role> {
        use crate::event::Role;
        match self {
            Self::Party => Some(Role::Party),
            Self::SourceActor => Some(Role::Source),
            Self::Target => Some(Role::Target),
            Self::Addressee => Some(Role::Addressee),
            Self::Host => Some(Role::Host),
            Self::Mediator => Some(Role::Mediator),
            Self::Attendee => Some(Role::Attendee),
            _ => None,
        }
    }

    /// The field of a header, in the form of [`plain`].
    pub(super) fn of_header(header: &str) -> Option<Self> {
        Some(match header {
            "id" | "no" | "nr" | "number" | "ref" | "reference" | "eventid" => Self::Id,
            "kind" | "type" | "eventtype" | "category" | "contacttype" => Self::Kind,
            "date" | "dates" | "when" | "day" | "eventdate" => Self::Date,
            "start" | "startdate" | "begin" | "begindate" | "datefrom" => Self::Start,
            "end" | "enddate" | "until" | "dateto" => Self::End,
            "title" | "event" | "headline" | "subject" => Self::Title,
            "party" | "parties" | "actor" | "actors" | "who" | "with" | "visitor" | "visitors"
            | "participant" => Self::Party,
            _ if header.ends_with("participants") => Self::Party,
            "sourceactor" => Self::SourceActor,
            "target" | "targetactor" => Self::Target,
            "addressee" | "addressees" | "recipient" | "recipients" => Self::Addressee,
            "host" | "hosts" => Self::Host,
            "mediator" | "mediators" => Self::Mediator,
            "attendee" | "attendees" => Self::Attendee,
            "role" | "participantrole" => Self::Role,
            "place" | "location" | "city" | "venue" | "locale" | "where" => Self::Place,
            "source" | "sources" | "outlet" | "outlets" | "reportedby" | "publisher" => {
                Self::Source
            }
            "url" | "urls" | "link" | "links" | "sourceurl" | "sourceurls" => Self::Url,
            "status" => Self::Status,
            "reported" | "published" | "datereported" | "publicationdate" => Self::Reported,
            "code" | "eventcode" | "cameo" | "plover" => Self::Code,
            "topic" | "topics" => Self::Topic,
            "note" | "notes" | "remark" | "remarks" | "comment" | "comments" | "description" => {
                Self::Note
            }
            _ => return None,
        })
    }
}

/// A header in lower case, without spaces, punctuation and the number at its end.
pub(super) fn plain(header: &str) -> String {
    let letters = header.chars().filter(|c| c.is_alphanumeric());
    let plain: String = letters.flat_map(char::to_lowercase).collect();
    plain
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .to_owned()
}
