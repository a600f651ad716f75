package io.spikelet.runtime.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for {@link NpyArray}. */
class NpyArrayTests {

  @Test
  void writesWhatNumpyWrites() {
    // numpy.save of numpy.arange(6, dtype=numpy.uint8).reshape(2, 3)
    String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }";
    byte[] expected = new byte[128 + 6];
    Arrays.fill(expected, 0, 128, (byte) ' ');
    byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0};
    System.arraycopy(magic, 0, expected, 0, magic.length);
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, expected, magic.length, text.length);
    expected[127] = '\n';
    byte[] data = {0, 1, 2, 3, 4, 5};
    System.arraycopy(data, 0, expected, 128, 6);
    assertThat(NpyArray.ofBytes(data, 2, 3).toFile()).isEqualTo(expected);
  }

  @Test
  void readsWhatItWrites() {
    NpyArray bytes = NpyArray.parse(NpyArray.ofBytes(new byte[] {0, 1, (byte) 255}, 3).toFile());
    assertThat(bytes.shape()).containsExactly(3);
    assertThat(bytes.bytes()).containsExactly(0, 1, (byte) 255);
    assertThat(bytes.floats()).containsExactly(0, 1, 255);
    NpyArray floats = NpyArray.parse(NpyArray.ofFloats(new float[] {-0.5f, 3}, 1, 2).toFile());
    assertThat(floats.shape()).containsExactly(1, 2);
    assertThat(floats.floats()).containsExactly(-0.5f, 3);
    assertThat(floats.doubles()).containsExactly(-0.5, 3);
    NpyArray longs = NpyArray.parse(NpyArray.ofLongs(new long[] {Long.MIN_VALUE, 7}, 2).toFile());
    assertThat(longs.longs()).containsExactly(Long.MIN_VALUE, 7);
    NpyArray single = NpyArray.parse(NpyArray.ofLongs(new long[] {5}).toFile());
    assertThat(single.shape()).isEmpty();
    assertThat(single.bytes()).containsExactly(5);
    assertThat(NpyArray.parse(NpyArray.ofBytes(new byte[0], 0, 4).toFile()).size()).isZero();
  }

  @Test
  void readsEveryVersionAndType() {
    byte[] half = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(0.5).array();
    for (int version = 1; version <= 3; version++) {
      assertThat(NpyArray.parse(file(version, "<f8", "False", "(1,)", half)).doubles())
          .containsExactly(0.5);
    }
    assertThat(NpyArray.parse(file(1, "|b1", "False", "(3,)", new byte[] {0, 1, 1})).bytes())
        .containsExactly(0, 1, 1);
  }

  @Test
  void readsAHeaderOfAnotherWriter() {
    String header = "{\"shape\":(2,1),\"fortran_order\":False,\"descr\":\"|u1\"}\n";
    assertThat(NpyArray.parse(file(1, header, new byte[] {8, 9})).bytes()).containsExactly(8, 9);
  }

  @Test
  void readsFortransOrderRowByRow() {
    // numpy.asfortranarray(numpy.arange(24, dtype='u1').reshape(2, 3, 4)), saved.
    byte[] data = new byte[24];
    int at = 0;
    for (int k = 0; k < 4; k++) {
      for (int j = 0; j < 3; j++) {
        for (int i = 0; i < 2; i++) {
          data[at++] = (byte) (12 * i + 4 * j + k);
        }
      }
    }
    byte[] file = file(1, "|u1", "True", "(2, 3, 4)", data);
    NpyArray array = NpyArray.parse(file);
    for (int i = 0; i < 24; i++) {
      assertThat(array.value(i)).isEqualTo(i);
      assertThat(array.bytes()[i]).isEqualTo((byte) i);
    }
    assertThat(NpyArray.parse(array.toFile()).bytes()).isEqualTo(array.bytes());
    byte[] longs = NpyArray.ofLongs(new long[] {1, 3, 2, 4}, 2, 2).toFile();
    String text = new String(longs, StandardCharsets.ISO_8859_1).replace("False", "True ");
    assertThat(NpyArray.parse(text.getBytes(StandardCharsets.ISO_8859_1)).longs())
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void anArrayWithoutElementsMayHaveAnyOtherSides() {
    for (String order : new String[] {"True", "False"}) {
      NpyArray array = NpyArray.parse(file(1, "<f8", order, "(0, 2000000000)", new byte[0]));
      assertThat(array.size()).isZero();
      assertThat(array.doubles()).isEmpty();
    }
  }

  @Test
  void readsTheLongIntegersOfPython2() {
    assertThat(NpyArray.parse(file(1, "|u1", "False", "(2L, 1L)", new byte[2])).shape())
        .containsExactly(2, 1);
  }

  @Test
  void refusesOtherOrdersAndTypes() {
    assertRefused(file(1, ">c8", "False", "(1,)", new byte[8]), "type '>c8' (complex numbers)");
    assertRefused(file(1, "|O", "False", "(1,)", new byte[8]), "type '|O' (Python objects)");
    assertRefused(file(4, "|u1", "False", "(1,)", new byte[1]), "format version 4");
  }

  @Test
  void refusesSizesThatDoNotFitBeforeAllocating() {
    assertRefused(file(1, "|u1", "False", "(3,)", new byte[2]), "3 bytes of elements, but has 2");
    assertRefused(file(1, "|u1", "False", "(1,)", new byte[2]), "1 bytes of elements, but has 2");
    assertRefused(file(1, "<f8", "False", "(2000000000,)", new byte[8]), "16000000000 bytes");
    assertRefused(file(1, "<f8", "False", "(9999999999,)", new byte[8]), "too large");
    assertRefused(
        file(1, "<f8", "False", "(2000000000, 2000000000, 2000000000)", new byte[8]), "shape");
    assertRefused(file(1, "|u1", "False", "(-1,)", new byte[8]), "'shape'");
    assertRefused(file(1, "|u1", "False", "(" + "1,".repeat(40) + ")", new byte[1]), "32 axes");
    assertRefused(file(1, "|u1", "False", "(" + "1,".repeat(33) + ")", new byte[1]), "32 axes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': '|u1', 'fortran_order': False, 'shape': (1111111111111111111111111111111111x",
        "{'shape': (1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "{'shape': (",
        "{'shape'",
        "{'shape': ()",
        "{'shape': (), 'shape': ()}",
        "{'other': ()}",
        "{'descr': '|u1', 'fortran_order': Maybe, 'shape': (1,)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (1,)} {",
        "{'descr: |u1}",
        "{,}",
        ""
      })
  void refusesHeadersThatAreNoDictionary(String header) {
    assertRefused(file(header + " ".repeat(60_000 - header.length())), ".npy array");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "'shape': (", "1, ", "(", "'descr' ", "{", " "})
  void readsEachCharacterOfALongHeaderOnce(String repeated) {
    String text = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + repeated.repeat(5_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertRefused(file(text), ".npy array"));
  }

  @Test
  void refusesAHeaderOfMegabytesUnread() {
    byte[] file = new byte[100];
    System.arraycopy(file("x"), 0, file, 0, 8);
    file[6] = 2;
    file[8] = 1;
    file[10] = 1;
    assertRefused(file, "at most 65536 are read");
  }

  private static byte[] file(String header) {
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(10 + text.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
        .putShort((short) text.length)
        .put(text)
        .array();
  }

  @Test
  void refusesWhatIsNoArray() {
    assertRefused(new byte[0], "does not begin like one");
    assertRefused("a text of some length".getBytes(StandardCharsets.UTF_8), "begin like one");
    byte[] whole = NpyArray.ofBytes(new byte[] {1, 2}, 2).toFile();
    for (int length = 0; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length), ".npy array");
    }
    byte[] headerBeyondEnd = file(2, "|u1", "False", "(1,)", new byte[1]);
    headerBeyondEnd[9] = (byte) 0xF0;
    assertRefused(headerBeyondEnd, "cut short");
  }

  @Test
  void answersDamageWithAnArrayOrARefusal() {
    byte[] whole = NpyArray.ofFloats(new float[] {1, 2, 3, 4}, 2, 2).toFile();
    Random random = new Random(9);
    for (int i = 0; i < 5_000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        assertThat(NpyArray.parse(damaged).floats()).hasSizeLessThanOrEqualTo(16);
      } catch (NpyFormatException refused) {
        assertThat(refused.getMessage()).endsWith(".");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0.5f, -1, 256, Float.NaN, Float.POSITIVE_INFINITY})
  void refusesOtherNumbersAsBytes(float value) {
    NpyArray array = NpyArray.ofFloats(new float[] {1, value}, 2);
    assertThatExceptionOfType(NpyFormatException.class)
        .isThrownBy(array::bytes)
        .withMessageContaining("Element 1 of the .npy array is ");
  }

  @Test
  void wholeFloatsAreIntegers() {
    assertThat(NpyArray.ofFloats(new float[] {-3, 1e6f}, 2).longs()).containsExactly(-3, 1_000_000);
  }

  @Test
  void refusesToWriteAShapeThatDoesNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NpyArray.ofBytes(new byte[3], 2, 2))
        .withMessage("3 elements do not fill shape [2, 2]");
    assertThatIllegalArgumentException().isThrownBy(() -> NpyArray.ofBytes(new byte[4], -2, -2));
  }

  private static void assertRefused(byte[] file, String reason) {
    assertThatExceptionOfType(NpyFormatException.class)
        .isThrownBy(() -> NpyArray.parse(file))
        .withMessageContaining(reason);
  }

  private static byte[] file(int version, String type, String order, String shape, byte[] data) {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n".formatted(type, order, shape);
    return file(version, header, data);
  }

  private static byte[] file(int version, String header, byte[] data) {
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    int lengthBytes = version == 1 ? 2 : 4;
    ByteBuffer file =
        ByteBuffer.allocate(8 + lengthBytes + text.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      file.putShort((short) text.length);
    } else {
      file.putInt(text.length);
    }
    return file.put(text).put(data).array();
  }
}
