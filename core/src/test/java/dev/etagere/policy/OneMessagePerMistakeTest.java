package dev.etagere.policy;

import static dev.etagere.policy.Verdicts.say;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A policy file is told nothing that only follows from another mistake")
class OneMessagePerMistakeTest {

    @Test
    void whereAMethodThatReadsIsInLowerCase() {
        say("""
                get /products
                  Cache-Control: no-cache
                  Groups: products
                => 1: 'get' is no method; write 'GET'

                GET Head /products
                  Groups: products
                => 1: 'Head' is no method; write 'HEAD'
                """);
    }

    @Test
    void whereTheOnlyHeaderIsUnknown() {
        say("""
                /products
                  Cach-Control: no-cache
                => 2: 'Cach-Control' is no header of a policy; write one of Cache-Control, Vary, Groups, Learned-Groups, ETag, Last-Modified, Mode, Trust, Strict, Cache-Tag, Audit, Precondition, Touches

                PUT /products
                  Touch: products
                => 2: 'Touch' has no use for a write; write 'Touches:' with the groups that it changes
                """);
    }

    @Test
    void whereAHeaderCannotBeRead() {
        say("""
                /products
                  Cache-Control public
                PUT /products
                  touches=products
                => 2: 'Cache-Control public' is neither a route nor a header; write '/path', 'PUT DELETE /path' or 'Name: value'
                => 4: 'touches=products' is neither a route nor a header; write '/path', 'PUT DELETE /path' or 'Name: value'

                /products
                  Groups products
                  Mode: audit
                => 2: 'Groups products' is neither a route nor a header; write '/path', 'PUT DELETE /path' or 'Name: value'
                => 3: Mode: 'audit' is unknown; write one of enforce, report, off

                Groups products
                  Mode: report
                => 1: 'Groups products' is neither a route nor a header; write '/path', 'PUT DELETE /path' or 'Name: value'
                => 2: 'Mode' stands before any route; write the path that it is for above it, such as '/products'
                """);
    }

    @Test
    void whereARouteCannotBeRead() {
        say("""
                products
                  Groups: products
                => 1: 'products' is neither a route nor a header; write '/path', 'PUT DELETE /path' or 'Name: value'

                /shelves
                  Groups: shelves
                PUT products
                  Touches: products
                  Groups: shelves
                Another line
                /shelves
                  Mode: audit
                => 3: 'PUT products' is neither a route nor a header; write '/path', 'PUT DELETE /path' or 'Name: value'
                => 6: 'Another line' is neither a route nor a header; write '/path', 'PUT DELETE /path' or 'Name: value'
                => 7: the policy for GET and HEAD of '/shelves' is declared already at cache-policies:1; leave one out
                => 8: Mode: 'audit' is unknown; write one of enforce, report, off
                """);
    }

    @Test
    void whereTwoPathsThatCannotBeToldApartDeclareTheSame() {
        say("""
                /products/{id}
                  Groups: product:{id}
                /products/{nr}
                  Groups: product:{nr}
                => 3: path '/products/{nr}' cannot be told apart from '/products/{id}' at cache-policies:1; leave one out, or let the paths differ in a literal segment

                PUT DELETE /products/{id}
                  Touches: product:{id}
                PATCH DELETE PUT /products/*
                  Touches: products
                => 3: path '/products/*' cannot be told apart from '/products/{id}' at cache-policies:1; leave one out, or let the paths differ in a literal segment
                """);
    }

    @Test
    void whereAGroupIsWrongTwice() {
        say("""
                /products
                  Groups: a b, products,, , a b
                => 2: Groups: group 'a b' holds U+0020 at index 1, and a group name is made of A-Z a-z 0-9 . _ ~ : / @ % -; declare each group on its own
                => 2: Groups: group '' is empty; write a name such as 'products' or 'product:{id}'

                /products
                  Groups: a, a, a
                => 2: Groups: names 'a' twice; leave one out
                """);
    }
}
