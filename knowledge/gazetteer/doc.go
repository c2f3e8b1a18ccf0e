// Package gazetteer builds gazetteers from tables of GeoNames: the one that the
// program embeds (see knowledge/places/gen) and those that users make from their
// own dump.
//
// It reads rows, chooses features and names, and makes the rows of units; the
// file itself is written by package knowledge, which also reads it. Nothing is
// fetched: the tables are the user's.
package gazetteer
