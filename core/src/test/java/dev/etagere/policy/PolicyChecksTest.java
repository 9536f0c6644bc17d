package dev.etagere.policy;

import static dev.etagere.policy.Verdicts.say;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("What is declared for a path")
class PolicyChecksTest {

    @Nested
    @DisplayName("names groups, and never")
    class NamesGroups {

        @Test
        void aGroupThatIsNone() {
            say("""
                    /products/{id}
                      Groups: products shelves, {id}, , @app, a:{id
                    => 2: Groups: group 'products shelves' holds U+0020 at index 8, and a group name is made of A-Z a-z 0-9 . _ ~ : / @ % -; declare each group on its own
                    => 2: Groups: group '{id}' has no text of its own, so that a request could name any group; write 'item:{id}'
                    => 2: Groups: group '' is empty; write a name such as 'products' or 'product:{id}'
                    => 2: Groups: group '@app' begins with '@', which is reserved; begin with another character
                    => 2: Groups: group 'a:{id' does not close the '{' at index 2; write placeholders as {name} for a path parameter, {query.name} or {principal}

                    PUT /products/{id}
                      Touches: product:{id}, products, product:{id}
                    => 2: Touches: names 'product:{id}' twice; leave one out
                    """);
        }

        @Test
        void aPlaceholderThatThePathDoesNotHave() {
            say("""
                    /products/{id}
                      Groups: product:{nr}
                    => 2: Groups: group 'product:{nr}' uses {nr}, which is no parameter of the path; write {id}

                    /products
                      Groups: product:{id}
                    => 2: Groups: group 'product:{id}' uses {id}, which is no parameter of the path; the path has none, so write '{id}' into the path or use {query.id}

                    PUT /{b}/{a}/{rest:**}
                      Touches: a:{a}, x:{x}/{y}
                    => 2: Touches: group 'x:{x}/{y}' uses {x}, which is no parameter of the path; write {a} or {b} or {rest}
                    => 2: Touches: group 'x:{x}/{y}' uses {y}, which is no parameter of the path; write {a} or {b} or {rest}

                    /products/{ID}
                      Groups: product:{id}
                    => 2: Groups: group 'product:{id}' uses {id}, which is no parameter of the path; write {ID}
                    """);
        }
    }

    @Nested
    @DisplayName("is refused if it contradicts itself")
    class Contradictions {

        @Test
        void withinCacheControl() {
            say("""
                    /a
                      Cache-Control: no-store, max-age=30
                    => 2: Cache-Control: 'no-store' and 'max-age' contradict each other: nothing may be stored, so there is no age; leave one out

                    /a
                      Cache-Control: private, s-maxage=30
                    => 2: Cache-Control: 's-maxage' and 'private' contradict each other: 's-maxage' is for shared caches; leave one out

                    /a
                      Cache-Control: public, max-agee=30
                    => 2: Cache-Control: 'max-agee' is unknown; did you mean 'max-age'?

                    /a
                      Cache-Control: public, no_cache
                    => 2: Cache-Control: 'no_cache' is unknown; did you mean 'no-cache'?
                    """);
        }

        @Test
        void withinVary() {
            say("""
                    /a
                      Vary: Accept, accept
                    => 2: Vary: 'accept' is named twice; leave one out

                    /a
                      Vary: *, Accept
                    => 2: Vary: '*' stands beside other names; write it alone, or name the fields only
                    """);
        }

        @Test
        void betweenGroupsAndWhatIsNeverCompared() {
            say("""
                    /a
                      Groups: a
                      Cache-Control: no-store
                    => 2: Groups: have no use, for 'no-store' leaves nothing to compare; leave Groups out, or write Cache-Control: no-cache

                    /a
                      Groups: a
                      Vary: *
                    => 2: Groups: have no use, for 'Vary: *' says that no two requests are alike; name the request headers in Vary, or leave Groups out

                    /a
                      Groups: a
                      ETag: application
                    => 2: Groups: have no use, for 'ETag: application' has requests judged by the handler's own validators; leave out Groups or ETag
                    """);
        }

        @Test
        void C075_betweenGroupsAndImmutable() {
            say("""
                    /a
                      Cache-Control: public, max-age=31536000, immutable
                      Groups: a
                    => 3: Groups: have no use, for 'immutable' promises that the answer never changes; leave out Groups or 'immutable'
                    """);
        }

        @Test
        void betweenTheCallerAndAnAnswerForAll() {
            say("""
                    /a
                      Cache-Control: public, max-age=30
                      Groups: a, b:{principal}, c:{principal}
                    => 3: Groups: group 'b:{principal}' depends on the caller, and 'Cache-Control: public, max-age=30' gives one answer to all; write private instead of public or s-maxage, or leave out {principal}
                    => 3: Groups: group 'c:{principal}' depends on the caller, and 'Cache-Control: public, max-age=30' gives one answer to all; write private instead of public or s-maxage, or leave out {principal}

                    /a
                      Cache-Control: s-maxage=30
                      Groups: user:{principal}
                    => 3: Groups: group 'user:{principal}' depends on the caller, and 'Cache-Control: s-maxage=30' gives one answer to all; write private instead of public or s-maxage, or leave out {principal}

                    /a
                      Cache-Control: private, max-age=30
                      Groups: user:{principal}

                    /a
                      Groups: user:{principal}
                    """);
        }

        @Test
        void betweenAStrongTagAndWhatItCannotPromise() {
            say("""
                    /a
                      ETag: strong
                      Vary: Accept
                      Groups: a
                    => 2: ETag: strong promises equal bytes, and with 'Vary: Accept' a write cannot be judged against them; write 'ETag: weak', or vary by nothing but Accept-Encoding

                    /a
                      ETag: strong
                      Vary: Accept-Encoding, Accept
                      Groups: a
                    => 2: ETag: strong promises equal bytes, and with 'Vary: Accept-Encoding, Accept' a write cannot be judged against them; write 'ETag: weak', or vary by nothing but Accept-Encoding

                    /a
                      ETag: strong
                      Vary: accept-encoding
                      Groups: a

                    /a
                      Vary: *
                      ETag: strong
                    => 3: ETag: strong promises equal bytes, and with 'Vary: *' a write cannot be judged against them; write 'ETag: weak', or vary by nothing but Accept-Encoding

                    /a
                      Cache-Control: no-store
                      ETag: strong
                    => 3: ETag: strong has no use, for 'no-store' leaves nothing to compare; leave ETag out, or write Cache-Control: no-cache

                    /a
                      Cache-Control: no-store
                      ETag: application
                    => 3: ETag: application has no use, for 'no-store' leaves nothing to compare; leave ETag out, or write Cache-Control: no-cache

                    /a
                      Cache-Control: no-store
                      ETag: weak
                    """);
        }

        @Test
        void C083_betweenTheTagHeaderAndWhatGatewaysDoNotKeep() {
            say("""
                    /a
                      Cache-Control: private, no-cache
                      Groups: a
                      Cache-Tag: on
                    => 4: Cache-Tag: on would tell caches about 'Cache-Control: private, no-cache', which they do not keep; leave Cache-Tag out, or write public

                    /a
                      Cache-Tag: on
                      Cache-Control: no-store
                    => 2: Cache-Tag: on would tell caches about 'Cache-Control: no-store', which they do not keep; leave Cache-Tag out, or write public

                    /a
                      Cache-Control: no-store
                      Cache-Tag: off
                    """);
        }

        @Test
        void C083_betweenTheTagHeaderAndMoreGroupsThanItHasRoomFor() {
            String many = IntStream.rangeClosed(1, 17).mapToObj(i -> "g" + i).collect(Collectors.joining(", "));
            String most = many.replace(", g17", "");
            say("/a\nCache-Control: public\nGroups: " + many
                    + "\n=> 3: Groups: 17 names may not fit into the tag header, which has room for 16; write 'Cache-Tag: off', or name fewer groups\n\n"
                    + "/a\nCache-Control: public\nGroups: " + most + "\n\n"
                    + "/a\nCache-Control: public\nCache-Tag: off\nGroups: " + many + "\n\n"
                    + "/a\nGroups: " + many);
        }
    }

    @Test
    void warnsOfWhatIsAllowedAndHardlyMeant() {
        say("""
                /a
                  Cache-Control: no-cache, max-age=30
                  Groups: a
                ~> 2: Cache-Control: 'no-cache' lets no cache use the age; leave out 'no-cache' or the age

                /a
                  Trust: 1h
                  ETag: strong
                  Last-Modified: exact
                  Cache-Tag: on
                /b
                  Cache-Control: public, s-maxage=9, stale-if-error=9
                PUT /c
                  Touches: c
                ~> 3: ETag: does nothing without Groups; name the groups, or leave ETag out
                ~> 4: Last-Modified: does nothing without Groups; name the groups, or leave Last-Modified out
                ~> 2: Trust: does nothing without Groups; name the groups, or leave Trust out
                ~> 5: Cache-Tag: does nothing without Groups; name the groups, or leave Cache-Tag out
                ~> 7: Cache-Control: 'stale-if-error' has no effect in caches that heed 's-maxage'; leave one out

                /a
                  Trust: 1h
                  ETag: strong
                  Last-Modified: exact
                  Cache-Tag: on
                  Groups: a

                /a
                  ETag: off
                  Last-Modified: off
                  Cache-Tag: off
                  Mode: report
                """);
    }
}
