/** The group feed: what changed and when, for readers outside of the process. Knows no server. */
@NullMarked
package dev.etagere.feed;

import org.jspecify.annotations.NullMarked;
