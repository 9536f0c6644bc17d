package dev.etagere.mutants;

import java.util.Map;
import java.util.TreeMap;

/** The rules that keep a 304 honest, as far as this code has what they speak of, in one sentence each. */
final class Rules {
    static final Map<String, String> SENTENCES = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "R01",
                    "Stamps are read before the handler, never after, and not past an outer adapter's start mark"),
            Map.entry(
                    "R02",
                    "Groups named while the handler runs label its answer only if none has moved or was in flux"),
            Map.entry("R03", "Stamps are unique and strictly rising, whatever the clock does"),
            Map.entry(
                    "R04",
                    "The entity tag hashes epoch, revision, policy, variant, principal and the stamp of every group"),
            Map.entry("R05", "A new random epoch wherever the log cannot prove that it kept every touch"),
            Map.entry("R06", "304 only on a full match, and nothing else before the handler of a GET"),
            Map.entry("R07", "In doubt no validator and no 304"),
            Map.entry("R08", "Weak tags unless the policy vouches for the bytes; suffixes of compressors exactly"),
            Map.entry("R09", "A declared touch comes after the handler, unless it refused"),
            Map.entry("R10", "A change scope: flux before the commit, stamps before the end of the flux, and counted"),
            Map.entry("R11", "A scope whose owner died is touched for and ended in one step"),
            Map.entry("R12", "Who comes after the lease may not commit, and is touched for once more if he did"),
            Map.entry("R14", "Stamps merge by maximum, nothing reports less than the floor, lists tell their horizon"),
            Map.entry("R15", "What is kept is trusted after a clean stop only; one index for each URI"),
            Map.entry("R16", "One ratcheted clock: later stamps lie above every reading, and above what is reserved"),
            Map.entry(
                    "R17",
                    "Last-Modified is the second after the last change, and no second is confirmed that saw one"),
            Map.entry(
                    "R18", "A shared log that cannot prove that it is the old one begins anew, and nodes touch again"),
            Map.entry("R19", "A node answers from a gapless copy, proven fresh by a heartbeat younger than the lease"),
            Map.entry("R20", "No 304 is older than the lease; strict policies and writes are judged by the log itself"),
            Map.entry(
                    "R21",
                    "A cursor lies below every stamp to come; who cannot be told what he missed is told to begin anew"),
            Map.entry("R23", "Of learned groups a validator tells only if all were named before it went out"),
            Map.entry("R25", "At the commit, what is not a plain 200 of the policy gets no validator"),
            Map.entry("R26", "The audit compares bodies under one tag, tells of a lie, and stops it")));

    private Rules() {}
}
