package io.pult.playground.vk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IdListTest {
    private static final long CROWD = VkCrowd.FIRST;

    @Test
    void an_id_is_there_once_however_it_came() {
        IdList list = IdList.of(List.of(7L, CROWD, 7L, 3L), 2);
        assertThat(list.add(3)).isFalse();
        assertThat(list.page(IdList.Order.TIME_ASC, 0, 9)).containsExactly(7, 3, CROWD, CROWD + 1);
    }

    @Test
    void it_stays_sorted_through_additions_and_removals() {
        IdList list = IdList.of(List.of(5L, 1L), 0);
        assertThat(list.page(IdList.Order.ID_ASC, 0, 9)).containsExactly(1, 5);
        assertThat(list.add(3)).isTrue();
        assertThat(list.page(IdList.Order.ID_DESC, 0, 9)).containsExactly(5, 3, 1);
        assertThat(list.remove(5)).isTrue();
        assertThat(list.remove(5)).isFalse();
        assertThat(list.contains(5)).isFalse();
        assertThat(list.page(IdList.Order.ID_ASC, 0, 9)).containsExactly(1, 3);
        assertThat(list.without(1).page(IdList.Order.TIME_DESC, 0, 9)).containsExactly(3);
    }

    @Test
    void a_page_ends_where_the_list_ends() {
        IdList list = IdList.of(List.of(1L, 2L, 3L), 0);
        assertThat(list.page(IdList.Order.TIME_DESC, 2, 5)).containsExactly(1);
        assertThat(list.page(IdList.Order.TIME_ASC, 3, 5)).isEmpty();
        assertThat(list.page(IdList.Order.ID_DESC, Integer.MAX_VALUE, Integer.MAX_VALUE))
                .isEmpty();
        assertThat(IdList.empty().page(IdList.Order.ID_ASC, 0, 5)).isEmpty();
    }
}
