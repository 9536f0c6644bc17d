package dev.etagere.testing;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.etagere.Answer;
import dev.etagere.ConditionalRequests;
import dev.etagere.Decision;
import dev.etagere.Exchange;
import dev.etagere.Outcome;
import dev.etagere.RequestHead;
import dev.etagere.ResponseHead;
import dev.etagere.index.GroupIndex;
import dev.etagere.policy.PolicyTable;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

@DisplayName("The audit of a test")
class AuditExtensionTest {

    /** An application of one page, and a test of each kind; not found by the build itself, for its name. */
    @ExtendWith(AuditExtension.class)
    static class Application {
        private final GroupIndex index = GroupIndex.inMemory(InstantSource.system());
        private final ConditionalRequests engine = ConditionalRequests.builder(index)
                .policies(PolicyTable.parse("cache-policies", "/page\n  Groups: pages"))
                .build();
        private String data = "one";

        private record Head(String method, String path, String ifNoneMatch) implements RequestHead {
            @Override
            public String query() {
                return null;
            }

            @Override
            public String field(String name) {
                return name.equals("If-None-Match") ? ifNoneMatch : null;
            }

            @Override
            public String principal() {
                return null;
            }
        }

        private enum Ok implements ResponseHead {
            OK;

            @Override
            public int status() {
                return 200;
            }

            @Override
            public String field(String name) {
                return null;
            }
        }

        /** The handler, and what an adapter does around it. */
        private Object get(String ifNoneMatch) {
            Decision decision = engine.decide(new Head("GET", "/page", ifNoneMatch));
            if (!(decision instanceof Exchange exchange)) {
                return decision;
            }
            byte[] body = data.getBytes(StandardCharsets.UTF_8);
            if (exchange.body() != null) {
                exchange.body().update(body, 0, body.length);
            }
            exchange.written();
            exchange.completed(200);
            return exchange.commit(Ok.OK);
        }

        private String tag() {
            StringBuilder tag = new StringBuilder();
            assertInstanceOf(Outcome.Send.class, get(null)).fields().forEach((name, value) -> {
                if (name.equals("ETag")) {
                    tag.append(value);
                }
            });
            return tag.toString();
        }

        @Test
        void touches() {
            String tag = tag();
            assertInstanceOf(Answer.class, get(tag));
            data = "two";
            index.touch("pages");
            assertInstanceOf(Outcome.Send.class, get(tag));
        }

        @Test
        void forgets() {
            String tag = tag();
            data = "two";
            get(tag);
        }
    }

    private static Events run() {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Application.class))
                .execute()
                .testEvents();
    }

    @Test
    void R26_failsTheTestThatForgotATouchAndNoOther() {
        Events events = run();
        events.assertStatistics(counts -> counts.started(2).succeeded(1).failed(1));
        Event failed = events.failed().list().get(0);
        assertTrue(failed.getTestDescriptor().getDisplayName().contains("forgets"));
    }
}
