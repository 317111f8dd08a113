//! The service accounts of a manifest, for what pods inherit from them.

use alloc::vec::Vec;

use super::object::{Field, Object, bool_at};

/// What the service accounts of one file say about mounting their tokens.
#[derive(Debug)]
pub struct Accounts<'a> {
    /// (namespace, name, `automountServiceAccountToken`), sorted; an absent namespace is empty.
    list: Vec<(&'a str, &'a str, Option<bool>)>,
}

impl<'a> Accounts<'a> {
    /// Finds them among the objects of a file. O(objects · log objects).
    #[must_use]
    pub fn of(objects: &[Object<'a>]) -> Accounts<'a> {
        let accounts = objects.iter().filter(|object| object.kind == "ServiceAccount" && object.group().is_empty());
        let mut list: Vec<_> = accounts
            .map(|account| {
                let mounts = match bool_at(Some(account.root), &["automountServiceAccountToken"]) {
                    Field::Set(mounts, _) => Some(mounts),
                    Field::Unset | Field::Wrong(_) => None,
                };
                (account.namespace().unwrap_or_default(), account.name(), mounts)
            })
            .collect();
        plimsoll_text::sort_by(&mut list, Ord::cmp);
        Accounts { list }
    }

    /// What the account of that name says, if it is here and says anything. O(log accounts).
    #[must_use]
    pub fn mounts_token(&self, namespace: Option<&str>, name: &str) -> Option<bool> {
        let wanted = (namespace.unwrap_or_default(), name);
        let at = self.list.partition_point(|(namespace, name, _)| (*namespace, *name) < wanted);
        self.list.get(at).filter(|(namespace, name, _)| (*namespace, *name) == wanted).and_then(|(_, _, mounts)| *mounts)
    }
}
