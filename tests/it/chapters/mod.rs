//! Tests of chapters.
