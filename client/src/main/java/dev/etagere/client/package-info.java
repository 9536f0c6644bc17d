/** The client: responses kept until further notice, and the feed that gives it. */
@NullMarked
package dev.etagere.client;

import org.jspecify.annotations.NullMarked;
