package io.pult.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.api.Contract;
import io.pult.api.Operation;
import io.pult.bus.Op;
import io.pult.contract.jobs.InboxOps;
import io.pult.contract.jobs.InboxState;
import io.pult.contract.jobs.JobState;
import io.pult.contract.jobs.JobsOps;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code openapi/jobs.yaml} says twice, against where it is said first. */
class JobsContractTest {
    private final Contract contract = Contract.load(List.of("jobs"));
    private final JsonObject document = new JsonObject(contract.json());

    @Test
    void every_operation_is_an_op_with_the_same_time_and_repeatability() {
        List<Op<?, ?>> ops = List.of(
                JobsOps.LIST,
                JobsOps.SUMMARY,
                JobsOps.GET,
                JobsOps.CANCEL,
                JobsOps.RETRY,
                JobsOps.START_REKEY,
                InboxOps.LIST,
                InboxOps.PICTURE,
                InboxOps.ANSWER);

        assertThat(contract.operations())
                .extracting(Operation::id)
                .containsExactlyInAnyOrderElementsOf(ops.stream().map(Op::id).toList());
        assertThat(contract.operations()).allSatisfy(operation -> {
            Op<?, ?> op = ops.stream()
                    .filter(known -> known.id().equals(operation.id()))
                    .findFirst()
                    .orElseThrow();
            assertThat(operation.op().timeout()).isEqualTo(op.timeout());
            assertThat(operation.op().idempotent()).isEqualTo(op.idempotent());
        });
    }

    @Test
    void the_states_are_those_of_the_code() {
        assertThat(enumOf("JobState"))
                .containsExactlyElementsOf(
                        Stream.of(JobState.values()).map(JobState::text).toList());
        assertThat(enumOf("InboxState"))
                .containsExactlyElementsOf(
                        Stream.of(InboxState.values()).map(InboxState::text).toList());
    }

    @Test
    void the_defaults_are_those_of_the_records() {
        var jobs = new JobsOps.ListJobs(null, null, null, null, null);
        var inbox = new InboxOps.ListInbox(null, null, null, null, null, null);

        assertThat(defaultOf("/jobs/", "sort")).isEqualTo(jobs.sort());
        assertThat(defaultOf("/inbox/", "sort")).isEqualTo(inbox.sort());
        assertThat(document.getJsonObject("components")
                        .getJsonObject("parameters")
                        .getJsonObject("limit")
                        .getJsonObject("schema")
                        .getInteger("default"))
                .isEqualTo(jobs.limit())
                .isEqualTo(inbox.limit());
    }

    private List<String> enumOf(String schema) {
        return document
                .getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject(schema)
                .getJsonArray("enum")
                .stream()
                .map(String::valueOf)
                .toList();
    }

    private Object defaultOf(String path, String parameter) {
        JsonArray parameters = document.getJsonObject("paths")
                .getJsonObject(path)
                .getJsonObject("get")
                .getJsonArray("parameters");
        return Arrays.stream(parameters.stream().toArray(JsonObject[]::new))
                .filter(known -> parameter.equals(known.getString("name")))
                .findFirst()
                .orElseThrow()
                .getJsonObject("schema")
                .getValue("default");
    }
}
