package dev.etagere.policy;

import static dev.etagere.policy.Verdicts.say;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A policy file with mistakes")
class PolicyFileMistakesTest {

    @Nested
    @DisplayName("is told")
    class IsTold {

        @Test
        void whatIsNeitherRouteNorHeader() {
            say("""
                    products
                    => 1: 'products' is neither a route nor a header; write '/path', 'PUT DELETE /path' or 'Name: value'

                    * /products
                    => 1: '* /products' is neither a route nor a header; write '/path', 'PUT DELETE /path' or 'Name: value'

                    PUT/products
                    => 1: 'PUT/products' is neither a route nor a header; write '/path', 'PUT DELETE /path' or 'Name: value'

                    PUT DELETE, /products
                    => 1: 'PUT DELETE, /products' is neither a route nor a header; write '/path', 'PUT DELETE /path' or 'Name: value'
                    """);
        }

        @Test
        void aHeaderThatStandsBeforeAnyRoute() {
            say("""
                    Cache-Control: public
                    /products
                      Groups: products
                    => 1: 'Cache-Control' stands before any route; write the path that it is for above it, such as '/products'

                    # a comment is no route
                      Groups: products
                    Whatever:
                    => 2: 'Groups' stands before any route; write the path that it is for above it, such as '/products'
                    => 3: 'Whatever' stands before any route; write the path that it is for above it, such as '/products'
                    """);
        }

        @Test
        void aHeaderThatNobodyKnows() {
            say("""
                    /products
                      Groups: products
                      Cach-Control: public
                      Expires: 0
                    => 3: 'Cach-Control' is no header of a policy; write one of Cache-Control, Vary, Groups, Learned-Groups, ETag, Last-Modified, Mode, Trust, Strict, Cache-Tag, Audit, Precondition, Touches
                    => 4: 'Expires' is no header of a policy; write one of Cache-Control, Vary, Groups, Learned-Groups, ETag, Last-Modified, Mode, Trust, Strict, Cache-Tag, Audit, Precondition, Touches
                    """);
        }

        @Test
        void aHeaderThatIsThereTwice() {
            say("""
                    /products
                      Groups: products
                      Vary: Accept
                      groups: shelves
                      Groups:
                    => 4: Groups is there twice, first at cache-policies:2; write one line
                    => 5: Groups is there twice, first at cache-policies:2; write one line

                    PUT /products
                      Touches: products
                      Touches: shelves
                    => 3: Touches is there twice, first at cache-policies:2; write one line
                    """);
        }

        @Test
        void aHeaderWithoutAValue() {
            say("""
                    /products
                      Cache-Control:
                      Vary:
                      Groups: \s
                      ETag:
                      Trust:
                      Touches:
                    => 2: Cache-Control has no value; write one, or leave the line out
                    => 3: Vary has no value; write one, or leave the line out
                    => 4: Groups has no value; write one, or leave the line out
                    => 5: ETag has no value; write one, or leave the line out
                    => 6: Trust has no value; write one, or leave the line out
                    => 7: Touches has no value; write one, or leave the line out

                    PUT /products
                      Touches:
                    => 2: Touches: names no group; write the groups that the write changes, such as 'products'
                    """);
        }

        @Test
        void aWordThatIsNoChoice() {
            say("""
                    /products
                      ETag: on
                      Last-Modified: weak
                      Mode: audit
                      Cache-Tag: true
                    => 2: ETag: 'on' is unknown; write one of weak, strong, application, off
                    => 3: Last-Modified: 'weak' is unknown; write one of on, exact, off
                    => 4: Mode: 'audit' is unknown; write one of enforce, report, off
                    => 5: Cache-Tag: 'true' is unknown; write one of on, off
                    """);
        }

        @Test
        void aTrustThatIsNoDurationOrTooShort() {
            say("""
                    /a
                      Groups: a
                      Trust: 0s
                    => 3: Trust: 0 ms is too short; write 1s or more

                    /a
                      Groups: a
                      Trust: 36501d
                    => 3: Trust: 36501 days are too many; write 36500d or less, or leave Trust out for no bound

                    /a
                      Groups: a
                      Trust: 36500d

                    /a
                      Groups: a
                      Trust: 30
                    => 3: Trust: '30' is no duration; write a number with s, m, h or d, such as 30s or 1h

                    /a
                      Groups: a
                      Trust: 1.5h
                    => 3: Trust: '1.5h' is no duration; write a number with s, m, h or d, such as 30s or 1h

                    /a
                      Groups: a
                      Trust: 1H
                    => 3: Trust: '1H' is no duration; write a number with s, m, h or d, such as 30s or 1h

                    /a
                      Groups: a
                      Trust: 1234567890s
                    => 3: Trust: '1234567890s' is no duration; write a number with s, m, h or d, such as 30s or 1h
                    """);
        }

        @Test
        void aRouteThatDeclaresNothing() {
            say("""
                    /products
                    /shelves
                      Groups: shelves
                    => 1: the route declares nothing; write its headers below it, such as 'Cache-Control: no-cache'

                    /products
                    => 1: the route declares nothing; write its headers below it, such as 'Cache-Control: no-cache'

                    PUT /products
                    => 1: the write touches nothing; write 'Touches:' below it with the groups that it changes
                    """);
        }

        @Test
        void aPathThatIsNone() {
            say("""
                    /products/{id:[0-9]+}
                      Groups: product:{id}
                    => 1: path '/products/{id:[0-9]+}' has the parameter '{id:[0-9]+}'; write '{name}' with letters, digits, '_', '.' and '-', without a regular expression

                    /products # the list
                      Groups: products
                    => 1: path '/products # the list' has a blank at index 9; write methods before the path, headers on lines of their own, and '*' for a segment with a blank

                    PUT /a/**/b
                      Touches: a
                    => 1: path '/a/**/b' goes on after '**'; put '**' last, or write '*' for one segment
                    """);
        }

        @Test
        void aRouteThatIsDeclaredTwice() {
            say("""
                    /products
                      Groups: products
                    GET /products
                      Groups: shelves
                    HEAD GET /products
                      Groups: shelves
                    => 3: the policy for GET and HEAD of '/products' is declared already at cache-policies:1; leave one out
                    => 5: the policy for GET and HEAD of '/products' is declared already at cache-policies:1; leave one out

                    PUT DELETE /products
                      Touches: products
                    POST PUT /products
                      Touches: products
                    => 3: PUT of '/products' is declared already at cache-policies:1; leave one out

                    PUT PUT /products
                      Touches: products
                    => 1: PUT of '/products' is declared already at cache-policies:1; leave one out
                    """);
        }

        @Test
        void twoRoutesThatCannotBeToldApart() {
            say("""
                    /products/{id}
                      Groups: product:{id}
                    PUT /products/{nr}
                      Touches: product:{nr}
                    => 3: path '/products/{nr}' cannot be told apart from '/products/{id}' at cache-policies:1; give the parameters the same names, or let the paths differ in a literal segment

                    PUT /files/**
                      Touches: files
                    /files/{path:**}
                      Groups: files
                    => 3: path '/files/{path:**}' cannot be told apart from '/files/**' at cache-policies:1; give the parameters the same names, or let the paths differ in a literal segment
                    """);
        }

        @Test
        void aMethodThatDoesNotWrite() {
            say("""
                    PUT get Delete /products
                      Touches: products
                    => 1: GET does not write; declare its policy in a route of its own, without Touches
                    => 1: 'Delete' is no method; write 'DELETE'

                    GET PUT HEAD /products
                      Touches: products
                    => 1: GET does not write; declare its policy in a route of its own, without Touches
                    => 1: HEAD does not write; declare its policy in a route of its own, without Touches

                    OPTIONS POST TRACE CONNECT /products
                      Touches: products
                    => 1: OPTIONS changes nothing that could be touched; leave it out
                    => 1: TRACE changes nothing that could be touched; leave it out
                    => 1: CONNECT changes nothing that could be touched; leave it out
                    """);
        }

        @Test
        void aHeaderOnTheWrongSide() {
            say("""
                    /products
                      Groups: products
                      Touches: products
                    => 3: Touches: belongs to a write; declare it under the method, such as 'PUT /path', or write Groups for what a GET depends on

                    PUT /products
                      Touches: products
                      Groups: products
                      Tuches: products
                    => 3: 'Groups' has no use for a write; write 'Touches:' with the groups that it changes
                    => 4: 'Tuches' has no use for a write; write 'Touches:' with the groups that it changes
                    """);
        }
    }

    @Test
    void tellsAllOfThemTogetherInTheOrderOfLines() {
        say("""
                Vary: Accept
                /products/{id}
                  ETag: strongg
                  Groups: product:{nr}
                  Cache-Control: private
                  Cache-Tag: on
                /empty
                PUT products
                PUT /products/{key}
                  Touches: product:{key}, x y
                /products/{id}
                  Cache-Control: public, private
                # the end
                  Mode:
                => 1: 'Vary' stands before any route; write the path that it is for above it, such as '/products'
                => 3: ETag: 'strongg' is unknown; write one of weak, strong, application, off
                => 4: Groups: group 'product:{nr}' uses {nr}, which is no parameter of the path; write {id}
                => 6: Cache-Tag: on would tell caches about 'Cache-Control: private', which they do not keep; leave Cache-Tag out, or write public
                => 7: the route declares nothing; write its headers below it, such as 'Cache-Control: no-cache'
                => 8: 'PUT products' is neither a route nor a header; write '/path', 'PUT DELETE /path' or 'Name: value'
                => 9: path '/products/{key}' cannot be told apart from '/products/{id}' at cache-policies:2; give the parameters the same names, or let the paths differ in a literal segment
                => 10: Touches: group 'x y' holds U+0020 at index 1, and a group name is made of A-Z a-z 0-9 . _ ~ : / @ % -; declare each group on its own
                => 11: the policy for GET and HEAD of '/products/{id}' is declared already at cache-policies:2; leave one out
                => 12: Cache-Control: 'public' and 'private' contradict each other: give the answer to all callers or to one; leave one out
                => 14: Mode has no value; write one, or leave the line out
                """);
    }

    @Test
    void countsItsLinesAsEditorsDo() {
        List<String> places = new ArrayList<>();
        for (String end : List.of("\n", "\r\n", "\r")) {
            String file = '\uFEFF' + String.join(end, "# a", "", "/a", " Groups: a", "", "nothing");
            PolicyException e = assertThrows(PolicyException.class, () -> PolicyTable.parse("f", file));
            places.add(e.getMessage().substring(0, 4));
        }
        assertEquals(List.of("f:6:", "f:6:", "f:6:"), places);
    }
}
