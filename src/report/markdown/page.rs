//! A Markdown page of limited length: what does not fit is left out as a whole, and counted.

/// A page that is written from above, and never grows beyond its limit.
pub(super) struct Page {
    text: String,
    /// How many bytes it may have.
    limit: usize,
}

impl Page {
    /// A page that begins with `head`, and keeps room for `reserved` bytes that come last.
    pub(super) fn new(head: String, limit: usize, reserved: usize) -> Self {
        Self { text: head, limit: limit.saturating_sub(reserved) }
    }

    /// Adds a piece if there is room for it and for `after` more bytes. Says whether it did.
    pub(super) fn add(&mut self, piece: &str, after: usize) -> bool {
        let fits = self.text.len() + piece.len() + after <= self.limit;
        if fits {
            self.text.push_str(piece);
        }
        fits
    }

    /// Adds what room was kept for: what closes a piece, or the count of what was left out.
    pub(super) fn close(&mut self, piece: &str) {
        self.text.push_str(piece);
    }

    /// Ends the page with what room was kept for.
    pub(super) fn end(mut self, tail: &str) -> String {
        self.text.push_str(tail);
        self.text
    }
}
