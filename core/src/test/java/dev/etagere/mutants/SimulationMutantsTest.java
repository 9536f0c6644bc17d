package dev.etagere.mutants;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is broken in a node of a shared log lies in some order of events, and the simulation comes to it. */
@DisplayName("The simulation of a shared log")
class SimulationMutantsTest {
    private static final String SIMULATION = "dev.etagere.index.SharedSimulationTest";

    static List<Mutant> mutants() {
        return List.of(
                Mutant.of("R07", "forgets a touch that the log has not answered", "index/Outbox")
                        .replacing(
                                "        } catch (IndexUnavailableException e) {\n            later(errand);\n",
                                "        } catch (IndexUnavailableException e) {\n            release(errand.hold());\n"),
                Mutant.of("R10", "asks before its groups are in flux here", "index/SharedTouchLog")
                        .replacing("node.outbox().hold(open.hold(), groups);", ""),
                Mutant.of("R10", "ends its own flux with the answer", "index/Holds")
                        .replacing("if (ack != null && copy.shows(ack, hold.loads)) {", "if (ack != null) {"),
                Mutant.of("R10", "takes no notice of the scopes that others begin", "index/LogCopy")
                        .replacing(
                                "case BEGIN -> hold(scopes, entry.scope(), entry.groups(), replica.table());",
                                "case BEGIN -> {}"),
                Mutant.of("R10", "takes no notice of the scopes of a snapshot", "index/LogCopy")
                        .replacing("            hold(held, scope.id(), scope.groups(), table);\n", ""),
                Mutant.of("R12", "does not move at the end of a scope", "index/LogCopy")
                        .replacing("case END, EXPIRE -> {\n                move(entry);", "case END, EXPIRE -> {"),
                Mutant.of("R12", "does not repeat an end that was not answered", "index/SharedTouchLog")
                        .replacing(
                                "node.outbox().carryOut(errand, settings.budget());",
                                "node.calls().await(errand.kind(), errand.operation(), settings.budget());"),
                Mutant.of("R18", "does not repeat its touches", "index/LogNode")
                        .replacing("            outbox.repeatTouches();\n", ""),
                Mutant.of("R18", "does not load anew for what an answer of another era leaves open", "index/LogNode")
                        .replacing("if (holds.needAnotherLoad(copy)) {", "if (false) {"),
                Mutant.of(
                                "R18",
                                "reads through to a log that it has not repeated its touches to",
                                "index/SharedTouchLog")
                        .replacing("if (look.ack().epoch() != epoch) {", "if (false) {"),
                Mutant.of("R18", "lists groups by the clock of an epoch that is over", "index/PublishedGroups")
                        .replacing("if (newEpoch != epoch && head().nanos() >= stamp) {", "if (false) {"),
                Mutant.of("R19", "counts its lease from the answer", "index/LogNode")
                        .replacing(
                                "liveness.answered(sentAt, ack, copy)",
                                "liveness.answered(sources.ticker().getAsLong(), ack, copy)"),
                Mutant.of("R19", "counts a heartbeat whose entries it does not show", "index/Liveness")
                        .replacing("if (copy.shows(beat.ack())) {", "if (copy.isLoaded()) {"),
                Mutant.of("R19", "does not notice that entries are missing", "index/LogCopy")
                        .replacing("entry.number() == number + 1", "true"),
                Mutant.of("R19", "keeps its own stamps when it loads anew", "index/LogCopy")
                        .replacing("        replica.merge(snapshot.floor(), snapshot.last(), snapshot.slots());\n", ""),
                Mutant.of("R20", "trusts its copy for two leases", "index/Liveness")
                        .replacing("provenAt <= lease;", "provenAt <= 2 * lease;"),
                Mutant.of("R20", "reads through what this node has not brought to the log", "index/SharedTouchLog")
                        .replacing("if (vector.inFlux() || node.isMovingAll()) {", "if (false) {"),
                Mutant.of("R20", "reads through a change that is under way", "index/SharedTouchLog")
                        .replacing("if (look.flux()) {", "if (false) {"),
                Mutant.of("R20", "confirms while everything is about to move", "index/Outbox")
                        .replacing("            halts++;\n            node.confirmNothing();\n", ""),
                Mutant.of("R21", "reads back past what has been removed", "index/Past")
                        .replacing("if (entry.number() != number + 1) {", "if (false) {"),
                Mutant.of("R21", "reads back past what moved everything", "index/Past")
                        .replacing("case TOUCH_ALL, EPOCH -> forget(entry.stamp());", "case TOUCH_ALL, EPOCH -> {}"),
                Mutant.of("R21", "lists what it has read back, whatever came meanwhile", "index/PublishedGroups")
                        .replacing(
                                "return epoch == other.epoch && horizon == other.horizon && patterns.equals(other.patterns);",
                                "return true;"),
                Mutant.of("R21", "lists what it has read back instead of what came meanwhile", "index/Past")
                        .replacing("now.recorded()", "begun.recorded()"),
                Mutant.of("R21", "takes what it reads back for all there is", "index/Past")
                        .replacing("return position == lastStamp && !lost;", "return number > 0 && !lost;"));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void findsWhatIsBroken(Mutant mutant) throws IOException {
        // Of a log that forgets, or of one that does not.
        String rule = mutant.rule().equals("R18") ? "R18" : "R20";
        assertFalse(
                NumberedTests.failures(rule, SIMULATION, Classes.with(mutant)).isEmpty(), mutant::toString);
    }
}
