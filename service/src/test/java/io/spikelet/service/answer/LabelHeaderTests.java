package io.spikelet.service.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.generator.Label;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ValueRange;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

/** Tests for {@link LabelHeader}. */
class LabelHeaderTests {

  @Test
  void labelsFollowEachOtherInTheOrderOfTheImages() {
    assertThat(LabelHeader.of(List.of(image("7"), image("Ankle boot"), image("7"))))
        .contains("7, Ankle boot, 7");
  }

  @Test
  void whatWouldBeMisreadIsPercentEncoded() {
    assertThat(LabelHeader.of(List.of(image("a,b%é"), image("\r\n"))))
        .contains("a%2Cb%25%C3%A9, %0D%0A");
  }

  @Test
  void imagesWithoutLabelsHaveNoHeader() {
    assertThat(LabelHeader.of(List.of(image(null)))).isEmpty();
  }

  private static ServedImage image(@Nullable String label) {
    Image pixel = Image.of(1, 1, 1, new float[1], ValueRange.UNIT);
    NetworkActivity none = new NetworkActivity(List.of());
    return new ServedImage(0, 0L, pixel, none, null, label == null ? null : new Label(0, label));
  }
}
