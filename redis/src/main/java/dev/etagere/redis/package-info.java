/** The log that several nodes share, kept in Redis or Valkey. */
@NullMarked
package dev.etagere.redis;

import org.jspecify.annotations.NullMarked;
