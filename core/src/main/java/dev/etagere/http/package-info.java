/** Values and rules of RFC 9110 and RFC 9111, with no policy of ours. */
@NullMarked
package dev.etagere.http;

import org.jspecify.annotations.NullMarked;
