package io.pult;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.api.Operation;
import io.pult.jobs.JobKind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contract promises and what the concerns serve are the same. */
class ContractIT {
    @TempDir
    Path folder;

    private WholeNode node;

    @BeforeEach
    void deployEveryConcern() throws Exception {
        node = WholeNode.open(folder, Map.of());
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void every_operation_of_the_contract_is_served_and_every_public_op_is_in_the_contract() {
        Set<String> promised = node.contract.operations().stream()
                .filter(operation -> !operation.concern().equals(Concern.API))
                .map(Operation::id)
                .collect(Collectors.toSet());
        Set<String> served = node.ground.bus().served().stream()
                .filter(id -> !id.startsWith("~") && !id.contains("#") && !id.contains("@"))
                .collect(Collectors.toSet());

        assertThat(served).isEqualTo(promised);
    }

    @Test
    void every_step_of_every_kind_of_job_is_served() {
        for (JobKind kind : JobKind.ALL) {
            kind.steps().forEach(step -> assertThat(node.ground.bus().served()).contains(step.id()));
        }
    }

    @Test
    void an_operation_is_served_by_the_concern_that_it_is_named_after() {
        assertThat(node.contract.operations())
                .allMatch(operation -> operation.id().startsWith(operation.concern() + "."));
    }
}
