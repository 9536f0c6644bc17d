/**
 * What a log that several nodes share is kept in, as seen by the index: for those who write a provider. An application
 * only puts a provider's jar on the class path and names its URI to {@link dev.etagere.index.GroupIndex#open}.
 */
package dev.etagere.index.shared;
