/** The Jakarta Servlet edge: translates requests for the engine and carries out its decisions. */
@NullMarked
package dev.etagere.filter;

import org.jspecify.annotations.NullMarked;
