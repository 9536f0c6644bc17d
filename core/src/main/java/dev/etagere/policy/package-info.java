/** What a route declares: Cache-Control, Vary, its groups, and what its writes touch. */
@NullMarked
package dev.etagere.policy;

import org.jspecify.annotations.NullMarked;
