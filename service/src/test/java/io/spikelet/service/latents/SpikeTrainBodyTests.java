package io.spikelet.service.latents;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.interruption.WorkInterruptedException;
import io.spikelet.runtime.npy.NpyArray;
import io.spikelet.runtime.npy.NpyFormatException;
import io.spikelet.runtime.spike.SpikeTrain;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for {@link SpikeTrainBody}, of NumPy arrays mostly. */
class SpikeTrainBodyTests {
  private static final SpikeTrainBody BODY = new SpikeTrainBody();

  // [T, D] = [2, 3]: 0 1 0, 1 1 0.
  private static final SpikeTrain EXPECTED =
      SpikeTrain.builder(2, 1, 3).fire(0, 0, 1).fire(1, 0, 0).fire(1, 0, 1).build();

  @ParameterizedTest
  @CsvSource({
    "|b1, 00, 01",
    "|u1, 00, 01",
    "|i1, 00, 01",
    "<i1, 00, 01",
    ">u1, 00, 01",
    "<u2, 0000, 0100",
    ">u2, 0000, 0001",
    "<i2, 0000, 0100",
    ">i2, 0000, 0001",
    "<u4, 00000000, 01000000",
    ">u4, 00000000, 00000001",
    "<i4, 00000000, 01000000",
    ">i4, 00000000, 00000001",
    "<u8, 0000000000000000, 0100000000000000",
    ">u8, 0000000000000000, 0000000000000001",
    "<i8, 0000000000000000, 0100000000000000",
    ">i8, 0000000000000000, 0000000000000001",
    "<f2, 0000, 003c",
    ">f2, 8000, 3c00",
    "<f4, 00000000, 0000803f",
    ">f4, 80000000, 3f800000",
    "<f8, 0000000000000000, 000000000000f03f",
    ">f8, 8000000000000000, 3ff0000000000000"
  })
  void spikesAreNumbersOfAnyTypeInBothOrders(String type, String zero, String one) {
    String[] rows = {zero, one, zero, one, one, zero};
    String[] columns = {zero, one, one, one, zero, zero};
    for (int version = 1; version <= 3; version++) {
      assertThat(BODY.decode(npy(version, type, "False", "(2, 3)", rows))).containsOnly(EXPECTED);
      assertThat(BODY.decode(npy(version, type, "True", "(2, 3)", columns))).containsOnly(EXPECTED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"=i2", "|i2", "i2"})
  void withoutAnOrderItIsThisMachines(String type) {
    String one = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? "0100" : "0001";
    assertThat(BODY.decode(npy(1, type, "False", "(1, 1)", one)))
        .containsOnly(SpikeTrain.builder(1, 1, 1).fire(0, 0, 0).build());
  }

  @Test
  void samplesStandBetweenTimeAndNeurons() {
    // [T, N, D] = [2, 2, 2]; the first index varies fastest in Fortran's order.
    byte[] byRow =
        npy(1, "|u1", "False", "(2, 2, 2)", "01", "00", "00", "00", "00", "01", "01", "01");
    byte[] byColumn =
        npy(1, "|u1", "True", "(2, 2, 2)", "01", "00", "00", "01", "00", "01", "00", "01");
    SpikeTrain first = SpikeTrain.builder(2, 1, 2).fire(0, 0, 0).fire(1, 0, 1).build();
    SpikeTrain second = SpikeTrain.builder(2, 1, 2).fire(1, 0, 0).fire(1, 0, 1).build();
    assertThat(BODY.decode(byRow)).containsExactly(first, second);
    assertThat(BODY.decode(byColumn)).containsExactly(first, second);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<i2| 0200| 'Element [0, 0] of the array is 2; a spike is 0 or 1.'",
        "<i8| ffffffffffffffff| Element [0, 0] of the array is -1;",
        "<u8| ffffffffffffffff| Element [0, 0] of the array is 1.8446744073709552E19;",
        "<u8| 0100000000000080| Element [0, 0] of the array is 9.223372036854776E18;",
        "<f4| 0000003f| Element [0, 0] of the array is 0.5;",
        "<f4| 0000c07f| Element [0, 0] of the array is NaN;",
        "<f8| 000000000000f07f| Element [0, 0] of the array is Infinity;",
        "<f8| 010000000000f03f| Element [0, 0] of the array is 1.0000000000000002;",
        "<f2| 0100| Element [0, 0] of the array is 5.960464477539063E-8;",
        "b1| 02| Element [0, 0] of the array is 2;"
      })
  void anotherValueIsRefusedWithItsPlace(String type, String value, String sentence) {
    assertRefused(npy(1, type, "False", "(1, 1)", value), sentence);
  }

  @Test
  void thePlaceIsTimeSampleNeuron() {
    assertRefused(
        npy(1, "|u1", "False", "(2, 1, 3)", "00", "00", "00", "00", "07", "00"),
        "Element [1, 0, 1] of the array is 7; a spike is 0 or 1.");
    assertRefused(
        npy(1, "|u1", "True", "(2, 3)", "00", "00", "00", "00", "00", "07"),
        "Element [1, 2] of the array is 7; a spike is 0 or 1.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "()| 1| The array's shape is []; allowed are [time steps, samples, neurons] and",
        "(4,)| 4| The array's shape is [4]; allowed",
        "(1, 1, 1, 1)| 1| The array's shape is [1, 1, 1, 1]; allowed",
        "(0, 3)| 0| The array of shape [0, 3] has 0 time steps; allowed are 1 to 4096.",
        "(3, 0, 3)| 0| There are 0 samples; allowed are 1 to 64.",
        "(3, 1, 0)| 0| has 0 neurons; allowed are 1 to 65536.",
        "(0, 2000000000, 2000000000)| 0| There are 2000000000 samples",
        "(4097, 1)| 4097| has 4097 time steps; allowed are 1 to 4096.",
        "(1, 65, 1)| 65| There are 65 samples; allowed are 1 to 64.",
        "(1, 65537)| 65537| has 65537 neurons; allowed are 1 to 65536.",
        "(65, 65536)| 4259840| has 65 time steps of 65536 neurons; allowed are 4194304 values a sample.",
        "(64, 5, 65536)| 20971520| The samples have more than 16777216 values together"
      })
  void aShapeIsRefusedBeforeItsSpikesAreRead(String shape, int bytes, String sentence) {
    byte[] body = npy(1, "|u1", "False", shape, "00".repeat(bytes));
    assertThatThrownBy(() -> BODY.workingBytes(body))
        .isInstanceOf(MalformedSpikeTrainException.class)
        .hasMessageContaining(sentence);
    assertRefused(body, sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<c16| type '<c16' (complex numbers); read are integers",
        "O| type 'O' (Python objects)",
        "<M8[ns]| type '<M8[ns]' (dates)",
        "<m8[s]| type '<m8[s]' (time spans)",
        "<U1| type '<U1' (texts)",
        "S4| type 'S4' (texts)",
        "V8| type 'V8' (raw bytes or records)",
        "<f16| type '<f16'; read are",
        "<u3| type '<u3'; read are",
        "xxxxxxxxxxxxxxxxxxxxxxxx| type 'xxxxxxxxxxxxxxxxxxxx…'; read are",
        "[('t', '<f4'), ('d', '<f4')]| a structured type"
      })
  void otherElementsAreRefusedByName(String type, String sentence) {
    String quoted = type.startsWith("[") ? type : "'" + type + "'";
    byte[] body =
        file(1, "{'descr': %s, 'fortran_order': False, 'shape': (1, 1), }\n".formatted(quoted));
    assertThatThrownBy(() -> BODY.workingBytes(body))
        .isInstanceOf(NpyFormatException.class)
        .hasMessageContaining(sentence)
        .hasMessageEndingWith(".");
  }

  @Test
  void aLengthThatContradictsTheShapeIsRefusedWithBothNumbers() {
    assertThatThrownBy(() -> BODY.decode(npy(1, "<f4", "False", "(2, 1)", "00000000")))
        .hasMessage("The .npy array of shape [2, 1] should have 8 bytes of elements, but has 4.");
    assertThatThrownBy(() -> BODY.decode(npy(1, "|u1", "True", "(1, 1)", "0000")))
        .hasMessage("The .npy array of shape [1, 1] should have 1 bytes of elements, but has 2.");
    assertThatThrownBy(() -> BODY.workingBytes(npy(1, "<f8", "False", "(4096, 1000000)", "00")))
        .hasMessageContaining("should have 32768000000 bytes of elements, but has 1.");
  }

  @Test
  void anArchiveIsRefusedWithTheWayOut() {
    byte[] archive = {'P', 'K', 3, 4, 20, 0, 0, 0};
    assertThatThrownBy(() -> BODY.workingBytes(archive)).hasMessageContaining("numpy.save(");
    assertRefused(archive, "send one array of it");
  }

  @Test
  void theMemoryThatIsAskedForHoldsTheSpikes() {
    // 64 samples of 16 time steps of 9 neurons: 144 bits, three words each.
    byte[] array = NpyArray.ofBytes(new byte[16 * 64 * 9], 16, 64, 9).toFile();
    assertThat(BODY.workingBytes(array)).isEqualTo((256 << 10) + 64 * 24);
    assertThat(BODY.workingBytes("{}".getBytes(UTF_8))).isEqualTo((256 << 10) + 8);
    assertThat(BODY.workingBytes(new byte[10_000_000])).isEqualTo((256 << 10) + (8 << 20));
  }

  @Test
  void anInterruptEndsReading() {
    byte[] array = NpyArray.ofBytes(new byte[4], 2, 1, 2).toFile();
    Thread.currentThread().interrupt();
    try {
      assertThatExceptionOfType(WorkInterruptedException.class)
          .isThrownBy(() -> BODY.decode(array));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static void assertRefused(byte[] body, String sentence) {
    assertThatThrownBy(() -> BODY.decode(body))
        .isInstanceOf(MalformedSpikeTrainException.class)
        .hasMessageContaining(sentence)
        .hasMessageEndingWith(".");
  }

  private static byte[] npy(int version, String type, String fortran, String shape, String... hex) {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n".formatted(type, fortran, shape);
    return file(version, header, hex);
  }

  private static byte[] file(int version, String header, String... hex) {
    byte[] text = header.getBytes(ISO_8859_1);
    byte[] data = HexFormat.of().parseHex(String.join("", hex));
    ByteBuffer file =
        ByteBuffer.allocate((version == 1 ? 10 : 12) + text.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    return (version == 1 ? file.putShort((short) text.length) : file.putInt(text.length))
        .put(text)
        .put(data)
        .array();
  }
}
