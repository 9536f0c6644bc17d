/** What only runs on real processors can show. */
package dev.etagere.index;
