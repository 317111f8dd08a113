//! Which files are open, and which of them shows.

use super::{Caret, Filter, State};
use crate::files::{Given, MOST_FILES, SourceText, free_name};

impl State {
    /// Puts these files in the place of all others. The first takes over the editor's history of the one that shows, so that undo
    /// brings that back.
    pub(super) fn open(&mut self, files: Vec<Given>) {
        let kept = self.file().id;
        self.files.clear();
        for given in files.into_iter().take(MOST_FILES) {
            self.push(given);
        }
        if self.files.is_empty() {
            self.push(Given::default());
        }
        self.files[0].id = kept;
        // The old findings stay, dimmed, until the new ones are there.
        self.reports.truncate(1);
        self.edited = false;
        self.notice = None;
        self.at = 0;
        self.changed_file();
        self.revision += 1;
    }

    /// Opens the user's own files: in the place of an example, beside what was typed.
    pub(super) fn take(&mut self, files: Vec<Given>) {
        let untouched = !self.edited || (self.files.len() == 1 && self.file().text.trim().is_empty());
        if untouched {
            self.open(files);
            self.edited = true;
        } else {
            files.into_iter().for_each(|given| self.add(given));
        }
    }

    /// Opens one more file and shows it.
    pub(super) fn add(&mut self, given: Given) {
        if self.files.len() >= MOST_FILES {
            self.notice = Some(format!("No more than {MOST_FILES} files can be open; the command line takes any number"));
            return;
        }
        self.push(given);
        self.edited = true;
        self.at = self.files.len() - 1;
        self.changed_file();
        self.revision += 1;
    }

    fn push(&mut self, Given { name, text, kind }: Given) {
        let name = free_name(&name, &|name| self.files.iter().any(|file| file.name == name));
        self.files.push(SourceText { id: self.opened, name, text: text.into(), kind });
        self.opened += 1;
    }

    pub(super) fn show(&mut self, file: usize) {
        if file < self.files.len() && file != self.at {
            self.at = file;
            self.changed_file();
        }
    }

    /// Another file shows: what was chosen in the report on the one before is no more.
    fn changed_file(&mut self) {
        self.caret = Caret { offset: 0, line: 1, column: 1 };
        self.explained = None;
        self.filter = Filter { sort: self.filter.sort, ..Filter::default() };
        self.report = self.reports.get(self.at).cloned();
        self.compares = false;
        self.delta = 0;
    }

    pub(super) fn rename(&mut self, name: &str) {
        let (at, files) = (self.at, &self.files);
        let name = free_name(name, &|name| files.iter().enumerate().any(|(number, file)| number != at && file.name == name));
        if name != self.file().name {
            self.files[at].name = name;
            self.revision += 1;
        }
    }

    /// Closes the file that shows, unless it is the last.
    pub(super) fn close(&mut self) {
        if self.files.len() > 1 {
            self.files.remove(self.at);
            if self.at < self.reports.len() {
                self.reports.remove(self.at);
            }
            self.at = self.at.min(self.files.len() - 1);
            self.changed_file();
            self.revision += 1;
        }
    }
}
