//! What happened between actors.

use std::fmt;

use jiff::civil::Date;
use sayso_text::Span;

use crate::ActorId;

/// An event's number in its reading, counted from 0 in text order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u32);

/// The sixteen types of PLOVER (2021).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "PLOVER's own names; its manual defines them")]
pub enum EventType {
    Agree,
    Consult,
    Support,
    Concede,
    Cooperate,
    Aid,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Protest,
    Sanction,
    Mobilize,
    Coerce,
    Assault,
}

/// PLOVER's four classes of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "PLOVER's own names; its manual defines them")]
pub enum Quad {
    VerbalCooperation,
    MaterialCooperation,
    VerbalConflict,
    MaterialConflict,
}

impl EventType {
    /// All of them, by quad class.
    pub const ALL: [EventType; 16] = [
        EventType::Agree,
        EventType::Consult,
        EventType::Support,
        EventType::Concede,
        EventType::Cooperate,
        EventType::Aid,
        EventType::Retreat,
        EventType::Request,
        EventType::Accuse,
        EventType::Reject,
        EventType::Threaten,
        EventType::Protest,
        EventType::Sanction,
        EventType::Mobilize,
        EventType::Coerce,
        EventType::Assault,
    ];

    /// PLOVER's name, in capitals.
    pub fn as_str(self) -> &'static str {
        match self {
            EventType::Agree => "AGREE",
            EventType::Consult => "CONSULT",
            EventType::Support => "SUPPORT",
            EventType::Concede => "CONCEDE",
            EventType::Cooperate => "COOPERATE",
            EventType::Aid => "AID",
            EventType::Retreat => "RETREAT",
            EventType::Request => "REQUEST",
            EventType::Accuse => "ACCUSE",
            EventType::Reject => "REJECT",
            EventType::Threaten => "THREATEN",
            EventType::Protest => "PROTEST",
            EventType::Sanction => "SANCTION",
            EventType::Mobilize => "MOBILIZE",
            EventType::Coerce => "COERCE",
            EventType::Assault => "ASSAULT",
        }
    }

    /// The type of that name.
    pub fn named(name: &str) -> Option<EventType> {
        EventType::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Its class, as PLOVER's manual of 2021 has it.
    pub fn quad(self) -> Quad {
        match self {
            EventType::Agree | EventType::Consult | EventType::Support | EventType::Concede => {
                Quad::VerbalCooperation
            }
            EventType::Cooperate | EventType::Aid | EventType::Retreat => Quad::MaterialCooperation,
            EventType::Request | EventType::Accuse | EventType::Reject | EventType::Threaten => {
                Quad::VerbalConflict
            }
            _ => Quad::MaterialConflict,
        }
    }
}

impl Quad {
    /// 1 to 4, as the event data sets number them.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How a consultation was held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventMode {
    /// Face to face.
    Meet,
    /// By telephone or the like.
    Phone,
    /// One side at the other's.
    Visit,
}

impl EventMode {
    /// All of them.
    pub const ALL: [EventMode; 3] = [EventMode::Meet, EventMode::Phone, EventMode::Visit];

    /// The mode that other programs call so.
    pub fn named(name: &str) -> Option<EventMode> {
        EventMode::ALL.into_iter().find(|mode| mode.as_str() == name)
    }

    /// As other programs see it.
    pub fn as_str(self) -> &'static str {
        match self {
            EventMode::Meet => "meet",
            EventMode::Phone => "phone",
            EventMode::Visit => "visit",
        }
    }
}

/// Whether it took place, as far as the text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventStatus {
    /// The reporter tells it as a fact.
    Happened,
    /// It is still to come.
    Planned,
    /// Somebody is reported to say that it happened.
    Reported,
    /// It may happen, or might have.
    Hypothetical,
    /// Somebody says that it did not, or will not.
    Denied,
}

impl EventStatus {
    /// All of them.
    pub const ALL: [EventStatus; 5] = [
        EventStatus::Happened,
        EventStatus::Planned,
        EventStatus::Reported,
        EventStatus::Hypothetical,
        EventStatus::Denied,
    ];

    /// The status that other programs call so.
    pub fn named(name: &str) -> Option<EventStatus> {
        EventStatus::ALL.into_iter().find(|status| status.as_str() == name)
    }

    /// As other programs see it.
    pub fn as_str(self) -> &'static str {
        match self {
            EventStatus::Happened => "happened",
            EventStatus::Planned => "planned",
            EventStatus::Reported => "reported",
            EventStatus::Hypothetical => "hypothetical",
            EventStatus::Denied => "denied",
        }
    }
}

/// One interaction between actors, with one time and place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its number.
    pub id: EventId,
    /// What sort.
    pub kind: EventType,
    /// How, for a consultation.
    pub mode: Option<EventMode>,
    /// Whether it took place.
    pub status: EventStatus,
    /// Who acts; all sides where none acts on the other.
    pub actors: Vec<ActorId>,
    /// On whom.
    pub recipients: Vec<ActorId>,
    /// The day, where the text gives one.
    pub date: Option<Date>,
    /// Where, in the text's words.
    pub place: Option<String>,
    /// The words that tell it: never empty, in text order.
    pub evidence: Vec<Span>,
}
