package io.pult.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.infra.Backoff;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JobsSettingsTest {
    private static final Backoff RETRIES = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), 8);

    @Test
    void a_value_out_of_range_names_its_path_the_value_and_the_remedy() {
        assertThatThrownBy(() -> new JobsSettings(
                        Duration.ofSeconds(1), 65, RETRIES, Duration.ofSeconds(10), Duration.ofDays(30)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("jobs.concurrent is 65; give 1 to 64");
        assertThatThrownBy(() ->
                        new JobsSettings(Duration.ofHours(1), 4, RETRIES, Duration.ofSeconds(10), Duration.ofDays(30)))
                .hasMessageStartingWith("jobs.sweep is ");
    }

    @Test
    void the_defaults_are_in_range() {
        assertThat(JobsSettings.defaults().concurrent()).isEqualTo(4);
    }
}
