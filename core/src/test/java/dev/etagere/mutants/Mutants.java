package dev.etagere.mutants;

import java.util.List;

/** The rules broken on purpose: at least one mutant for each, and one for each half where a rule has several. */
final class Mutants {
    static final List<Mutant> ALL = List.of(
            Mutant.of("R01", "labels with what the groups report after the handler", "ReadExchange")
                    .replacing(
                            "return all.isEmpty() ? label : null;",
                            "return all.isEmpty() ? variant.label(moment) : null;"),
            Mutant.of("R01", "does not look at the start mark of an outer adapter", "Reads")
                    .replacing(" || label.newest() > request.startMark()", ""),
            Mutant.of("R02", "labels what has moved since the handler began", "ReadExchange")
                    .replacing("Math.min(moment.asOf(), request.startMark())", "request.startMark()"),
            Mutant.of("R02", "does not look at the start mark of an outer adapter", "ReadExchange")
                    .replacing("Math.min(moment.asOf(), request.startMark())", "moment.asOf()"),
            Mutant.of("R02", "does not look at flux when the handler is done", "index/GroupVector")
                    .replacing("if (inFlux()) {", "if (false) {"),
            Mutant.of("R02", "labels with the declared groups only", "Variant").replacing("all.addAll(more);", ""),
            Mutant.of("R03", "hands out a stamp twice while the clock stands still", "index/Ratchet")
                    .replacing("Math.max(now, before + 1)", "Math.max(now, before)"),
            Mutant.of("R03", "follows the clock when it steps back", "index/Ratchet")
                    .replacing("before -> Math.max(now, before + 1)", "before -> now"),
            Mutant.of("R03", "does not notice that a millisecond has run out", "index/Ratchet")
                    .replacing("return last % Stamp.NANOS_PER_MILLI == ", "return last < 0 && last == "),
            Mutant.of("R04", "leaves the epoch out of the tag", "Labeller").replacing(".putLong(now.epoch())", ""),
            Mutant.of("R04", "leaves the revision out of the tag", "Labeller").replacing("put(hasher, revision);", ""),
            Mutant.of("R04", "leaves the principal out of the tag", "Labeller")
                    .replacing("put(hasher, key.principal());", ""),
            Mutant.of("R04", "leaves what Vary names out of the tag", "Labeller")
                    .replacing("put(hasher, value);", ""),
            Mutant.of("R04", "hashes texts without their lengths", "Labeller")
                    .replacing("hasher.putInt(text == null ? -1 : text.length());", ""),
            Mutant.of("R04", "leaves the application's own group out", "Variants")
                    .replacing("all.add(GroupIndex.APP);", ""),
            Mutant.of("R04", "cuts the tag to 64 bits", "Labeller").replacing("TAG_BYTES = 16", "TAG_BYTES = 8"),
            Mutant.of("R05", "has the same epoch at every start", "index/EmbeddedLogs")
                    .replacing("new Era(random.getAsLong(), start)", "new Era(1, start)"),
            Mutant.of("R05", "stays in its epoch when a millisecond has run out", "index/EmbeddedLog")
                    .replacing("replica.startEra(random.getAsLong(), start);", "replica.applyAll(start);"),
            Mutant.of("R06", "takes any tag for the current one", "Reads")
                    .replacing(
                            "label.isSpelled(request.field(\"If-None-Match\"))",
                            "request.field(\"If-None-Match\") != null"),
            Mutant.of("R06", "answers 412 before the handler of a GET", "Reads")
                    .replacing(
                            "return new ReadExchange(request, variant, label, now, Reason.NEEDS_HANDLER);",
                            "return variant.answer(412, HeaderFields.NONE, Reason.NEEDS_HANDLER, label);"),
            Mutant.of("R06", "takes a write that names the current tag for a revalidation", "http/Preconditions")
                    .replacing("return isRead(method) ? answer : new Failed(IF_NONE_MATCH);", "return answer;"),
            Mutant.of("R07", "confirms * without knowing whether the target exists", "http/Preconditions")
                    .replacing(
                            "case MISSING -> Holds.HOLDS;\n                    case UNKNOWN -> Undecided.UNDECIDED;",
                            "case MISSING -> Holds.HOLDS;\n case UNKNOWN -> matched(method, NotModified.PLAIN);"),
            Mutant.of("R07", "confirms a field that it cannot read", "http/Preconditions")
                    .replacing(
                            "case MALFORMED -> isRead(method) ? Holds.HOLDS",
                            "case MALFORMED -> isRead(method) ? NotModified.PLAIN"),
            Mutant.of("R07", "leaves a group out whose principal is missing", "Variants")
                    .replacing(
                            "if (group == null) {\n                return null;", "if (group == null) {\n continue;"),
            Mutant.of("R07", "lets a part out in flux", "ReadExchange")
                    .replacing("request.field(\"If-Match\") != null || ", ""),
            Mutant.of("R08", "sends strong tags whatever the policy says", "Labeller")
                    .replacing("mode != ETagMode.STRONG", "false"),
            Mutant.of("R08", "takes anything that ends like a compressor's suffix for one", "http/ETagList")
                    .replacing(
                            "if (SUFFIXES[i].length() == to - from && field.startsWith(SUFFIXES[i], from)) {",
                            "if (field.startsWith(SUFFIXES[i], to - SUFFIXES[i].length())) {"),
            Mutant.of("R08", "lets a weak tag pass If-Match", "http/Preconditions")
                    .replacing("tag, Comparison.STRONG)", "tag, Comparison.WEAK)"),
            Mutant.of("R09", "touches before the handler instead of after it", "Writes")
                    .replacing(
                            "scope.addAll(groups);\n            return new WriteExchange",
                            "variants.index().touch(groups);\n return new WriteExchange"),
            Mutant.of("R09", "does not touch after a 5xx", "WriteExchange")
                    .replacing("status >= 400 && status < 500", "status >= 400"),
            Mutant.of("R09", "touches after a 4xx, too", "WriteExchange")
                    .replacing("status >= 400 && status < 500", "status < 0"),
            Mutant.of("R09", "takes an exception for a refusal", "Exchange")
                    .replacing("completed(500);", "completed(400);"),
            Mutant.of("R10", "does not put groups into flux", "index/EmbeddedLog")
                    .replacing("replica.flux().enter(place);", ""),
            Mutant.of("R10", "has a flag where flux is to be counted", "index/EmbeddedLog")
                    .replacing(
                            "if (scope.hold(group, place)) {",
                            "if (scope.hold(group, place) && !replica.flux().holds(place)) {"),
            Mutant.of("R10", "ends the flux before it moves the stamps", "index/EmbeddedLog")
                    .replacing(
                            "scopes.remove(scope);\n",
                            "scopes.remove(scope);\n scope.places().forEach(replica.flux()::leave);\n")
                    .replacing(
                            "            scope.places().forEach(replica.flux()::leave);\n            claims", "claims"),
            Mutant.of("R10", "leaves the stamps on rollback", "index/GroupIndex")
                    .replacing(
                            "commit.run();\n        } finally {\n            scope.close();",
                            "commit.run();\n scope.close();\n } finally {\n scope.discard();"),
            Mutant.of("R10", "reads the stamps before the flux", "index/GroupVector")
                    .replacing("if (inFlux()) {\n            return null;\n        }\n", "")
                    .replacing(
                            "return new Reading(era, stamps);", "return inFlux() ? null : new Reading(era, stamps);"),
            Mutant.of("R11", "lets a scope expire without a touch", "index/EmbeddedLog")
                    .replacing(
                            "end(scope, true, ChangeScope.State.EXPIRED);",
                            "end(scope, false, ChangeScope.State.EXPIRED);"),
            Mutant.of("R11", "leaves what has expired to nobody", "index/GroupVector")
                    .replacing("return isHeld() && !(recovery.getAsBoolean() && !isHeld());", "return isHeld();"),
            Mutant.of("R12", "allows the commit after the lease", "index/EmbeddedLog")
                    .replacing(
                            "if (scope.state() != ChangeScope.State.OPEN) {",
                            "if (scope.state() == ChangeScope.State.CLOSED) {"),
            Mutant.of("R12", "does not touch at a close after the lease", "index/EmbeddedLog")
                    .replacing("(R12).\n                    move(scope.groups(), scope.places());", "\n"),
            Mutant.of("R12", "takes in after the lease what was compared before", "index/EmbeddedLog")
                    .replacing("scope.state() != ChangeScope.State.OPEN || ", ""),
            Mutant.of("R14", "overwrites a higher stamp", "index/Slots")
                    .replacing("while (seen < stamp", "while (seen != stamp"),
            Mutant.of("R14", "moves one of a group's two slots only", "index/Slots")
                    .replacing("raiseAt(second(place), stamp);", ""),
            Mutant.of("R14", "reports less than the floor", "index/Replica")
                    .replacing("Math.max(floor, at.slots().read(place))", "at.slots().read(place)"),
            Mutant.of("R14", "drops an entry without raising the horizon", "index/PublishedGroups")
                    .replacing("withHorizon(oldest.stamp().nanos()).dropping(oldest)", "dropping(oldest)"),
            Mutant.of("R15", "leaves the marker of a clean stop while it runs", "index/IndexDirectory")
                    .replacing("remove(file);", ""),
            Mutant.of("R15", "takes a stop during a change for a clean one", "index/EmbeddedLog")
                    .replacing("if (replica.flux().none()) {", "if (true) {"),
            Mutant.of("R15", "trusts a damaged state", "index/KeptState")
                    .replacing("Arrays.equals(expected, whole.readNBytes(expected.length))", "true"),
            Mutant.of("R15", "opens a second index of the same URI", "index/OpenIndexes")
                    .replacing(
                            "BY_URI.computeIfAbsent(key, missing -> new OpenIndexes(create(key, parsed)))",
                            "new OpenIndexes(create(key, parsed))"),
            Mutant.of("R16", "forgets what it was read", "index/Ratchet")
                    .replacing("Math.max(now, high.accumulateAndGet(now, Math::max))", "now"),
            Mutant.of("R16", "reads past a stamp that is not applied yet", "index/Ratchet")
                    .replacing("return Math.min(reading, pending - 1);", "return reading;"),
            Mutant.of("R16", "reads past what is reserved", "index/Ratchet")
                    .replacing("Math.min(clockNanos(), limit)", "clockNanos()"),
            Mutant.of("R16", "forgets its high-water mark", "index/EmbeddedLogs")
                    .replacing("Math.max(directory.highWater(), ", "Math.max(0, "),
            Mutant.of("R17", "sends the second of the last change itself", "Label")
                    .replacing("newest / SECOND + 1", "newest / SECOND"),
            Mutant.of("R17", "sends a second that has not passed", "Label")
                    .replacing("return lastModified <= moment.asOfSecond();", "return true;"),
            Mutant.of("R17", "confirms a date whose second saw a change", "Label")
                    .replacing("return newest < nanos(since)\n", "return newest / SECOND <= since\n"),
            Mutant.of("R17", "lets If-Unmodified-Since hold for a second that saw a change", "Label")
                    .replacing("return newest < nanos(since);", "return newest / SECOND <= since;"),
            Mutant.of("R17", "sends a date where the principal is part of the validator", "Variant")
                    .replacing(" && !policy.personal()", ""),
            Mutant.of("R17", "rounds Date up", "Moment")
                    .replacing("HttpDate.format(asOf / 1_000_000_000L)", "HttpDate.format(asOf / 1_000_000_000L + 1)"),
            Mutant.of("R18", "lets a log that has begun anew forget its touches", "index/LogNode")
                    .replacing("outbox.repeatTouches();", ""),
            Mutant.of("R18", "lets a log that has begun anew forget its open scopes", "index/LogNode")
                    .replacing("            repeatScopes();\n", ""),
            Mutant.of("R18", "reads through to a log that it has not repeated its touches to", "index/SharedTouchLog")
                    .replacing("if (look.ack().epoch() != epoch) {", "if (false) {"),
            Mutant.of("R19", "is live for ever", "index/Liveness")
                    .replacing("proven && ticker.getAsLong() - provenAt <= lease", "proven"),
            Mutant.of("R19", "is live though its copy is behind", "index/LogCopy")
                    .replacing(
                            "return loaded && ack.epoch() == replica.era().epoch() && number >= ack.number();",
                            "return loaded;"),
            Mutant.of("R19", "does not notice that entries are missing", "index/LogCopy")
                    .replacing("entry.number() == number + 1", "true"),
            Mutant.of("R20", "reads through a change that is under way", "index/SharedTouchLog")
                    .replacing("if (look.flux()) {", "if (false) {"),
            Mutant.of("R20", "reads through what this node has not brought to the log", "index/SharedTouchLog")
                    .replacing("if (vector.inFlux() || node.isMovingAll()) {", "if (false) {"),
            Mutant.of("R07", "forgets a touch that could not be brought to the log", "index/Outbox")
                    .replacing("if (!errands.add(errand)) {", "if (false) {"),
            Mutant.of("R21", "goes on from a cursor of another epoch", "feed/Subscription")
                    .replacing("before.epoch() != picture.epoch()", "false"),
            Mutant.of("R21", "trusts a cursor ahead of the log", "feed/Subscription")
                    .replacing("index.reached(from.stamp().nanos())", "true"),
            Mutant.of("R21", "goes on past what the list has dropped", "feed/Subscription")
                    .replacing("position.stamp().compareTo(picture.horizon()) < 0", "false"),
            Mutant.of("R21", "takes a cursor that the list does not reach back to", "feed/Feed")
                    .replacing("since.compareTo(picture.horizon()) < 0", "false"),
            Mutant.of("R21", "gives the first event of a batch the id of the last", "feed/Subscription")
                    .replacing("if (!changed.hasNext()) {", "if (true) {"),
            Mutant.of("R21", "does not tell that the application has moved", "index/Published")
                    .replacing("groups.contains(GroupIndex.APP) ? next.restarted(next.epoch(), stamp) : next", "next"),
            Mutant.of("R21", "wakes nobody", "feed/Feed").replacing("hand(this::wakeAll);", ""),
            Mutant.of("R23", "labels what is committed before its handler is done", "ReadExchange")
                    .replacing(
                            "return hasEnded() || named.isComplete() ? learnedLabel(all) : null;",
                            "return learnedLabel(all);"),
            Mutant.of("R23", "minds no group that is named after the label", "ReadExchange")
                    .replacing("variant.poison(group, sent);", ""),
            Mutant.of("R23", "labels with the declared groups what has named others", "ReadExchange")
                    .replacing("return all.isEmpty() ? label : null;", "return label;"),
            Mutant.of("R23", "remembers what another status depended on", "ReadExchange")
                    .replacing("policy().learned() && status == OK", "policy().learned()"),
            Mutant.of("R23", "leaves what was sent without a group to whoever starts anew", "Variant")
                    .replacing("makeVoid(sent);", ""),
            Mutant.of("R23", "labels with the first 256 groups of many", "ReadExchange")
                    .replacing("named.isOverflown() || !mayLearn()", "!mayLearn()"),
            Mutant.of("R25", "labels whatever the status", "ReadExchange")
                    .replacing("status != OK && status != PARTIAL_CONTENT", "status < 0"),
            Mutant.of("R25", "labels what sets a cookie under a shared policy", "ReadExchange")
                    .replacing("&& !setsSharedCookie(response)", ""),
            Mutant.of("R25", "shares what sets a cookie", "ReadExchange")
                    .replacing("setsSharedCookie(response) ? policy.cacheControl().toPrivate() : ", ""),
            Mutant.of("R25", "labels what varies beyond the policy", "ReadExchange")
                    .replacing("&& variant.policy().vary().coversAllOf(response.field(\"Vary\"))", ""),
            Mutant.of("R25", "labels what must not be stored", "ReadExchange")
                    .replacing("&& !forbidsStoring(response.field(\"Cache-Control\"));", ";"),
            Mutant.of("R25", "sends its validators beside those of the handler", "ReadExchange")
                    .replacing("return response.field(\"ETag\") == null\n", "return true\n"),
            Mutant.of("R26", "sends a body under the tag of another", "ReadExchange")
                    .replacing(
                            "if (body != null && status == OK && !audit()) {",
                            "if (body != null && status == OK && !audit() && false) {"),
            Mutant.of("R26", "compares nothing", "Auditor").replacing("before == null || before.equals(body)", "true"),
            Mutant.of("R26", "tells nobody", "Auditor")
                    .replacing("listeners.forEach(listener -> tell(listener, mismatch));", ""),
            Mutant.of("R26", "goes on confirming in quarantine", "Auditor")
                    .replacing("return some && quarantined.contains(policy);", "return false;"),
            Mutant.of("R26", "audits each and every request", "Auditor")
                    .replacing("ThreadLocalRandom.current().nextDouble() < share", "true")
                    .replacing(" && limiter.tryAcquire()", ""));

    private Mutants() {}
}
