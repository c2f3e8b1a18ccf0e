#include "textflag.h"

// One step of one row: four bytes of the row against four inputs of 64 outputs.
// Z24-Z27 hold the weights.
#define STEP(addr, b, s0, s1, s2, s3) \
	VPBROADCASTD addr, b;    \
	VPDPBUSD     Z24, b, s0; \
	VPDPBUSD     Z25, b, s1; \
	VPDPBUSD     Z26, b, s2; \
	VPDPBUSD     Z27, b, s3

#define CLEAR4(s0, s1, s2, s3) \
	VPXORD s0, s0, s0; \
	VPXORD s1, s1, s1; \
	VPXORD s2, s2, s2; \
	VPXORD s3, s3, s3

// (sum - 128·weights) × (row scale × scale) + bias for 16 outputs.
// Z24-Z27 hold the scales, AX points at the row's scale.
#define FINISH1(s, off, w) \
	VPSUBD       off(R12), s, s;   \
	VCVTDQ2PS    s, s;             \
	VMULPS.BCST  (AX), w, Z28;     \
	VMULPS       Z28, s, s;        \
	VADDPS       off(R13), s, s;   \
	VMOVUPS      s, off(R14)

#define FINISH(s0, s1, s2, s3) \
	FINISH1(s0, 0, Z24);   \
	FINISH1(s1, 64, Z25);  \
	FINISH1(s2, 128, Z26); \
	FINISH1(s3, 192, Z27); \
	ADDQ $4, AX;           \
	ADDQ R9, R14

// func mulPanelAVX512(dst *float32, stride int, a *uint8, inner int, w *int8, quads, blocks int, rowScale, scale *float32, sum *int32, bias *float32)
TEXT ·mulPanelAVX512(SB), NOSPLIT, $0-88
	MOVQ dst+0(FP), DI
	MOVQ stride+8(FP), R9
	SHLQ $2, R9
	MOVQ a+16(FP), SI
	MOVQ inner+24(FP), R8
	MOVQ blocks+48(FP), BX
	MOVQ rowScale+56(FP), R10
	MOVQ sum+72(FP), R12
	MOVQ bias+80(FP), R13

block:
	MOVQ w+32(FP), DX
	MOVQ quads+40(FP), CX
	MOVQ SI, AX
	LEAQ (SI)(R8*2), R14
	ADDQ R8, R14
	CLEAR4(Z0, Z1, Z2, Z3)
	CLEAR4(Z4, Z5, Z6, Z7)
	CLEAR4(Z8, Z9, Z10, Z11)
	CLEAR4(Z12, Z13, Z14, Z15)
	CLEAR4(Z16, Z17, Z18, Z19)
	CLEAR4(Z20, Z21, Z22, Z23)

quad:
	VMOVDQU32 (DX), Z24
	VMOVDQU32 64(DX), Z25
	VMOVDQU32 128(DX), Z26
	VMOVDQU32 192(DX), Z27
	STEP((AX), Z28, Z0, Z1, Z2, Z3)
	STEP((AX)(R8*1), Z29, Z4, Z5, Z6, Z7)
	STEP((AX)(R8*2), Z30, Z8, Z9, Z10, Z11)
	STEP((R14), Z31, Z12, Z13, Z14, Z15)
	STEP((R14)(R8*1), Z28, Z16, Z17, Z18, Z19)
	STEP((R14)(R8*2), Z29, Z20, Z21, Z22, Z23)
	ADDQ $256, DX
	ADDQ $4, AX
	ADDQ $4, R14
	DECQ CX
	JNZ  quad

	MOVQ    scale+64(FP), R11
	VMOVUPS (R11), Z24
	VMOVUPS 64(R11), Z25
	VMOVUPS 128(R11), Z26
	VMOVUPS 192(R11), Z27
	MOVQ    R10, AX
	MOVQ    DI, R14
	FINISH(Z0, Z1, Z2, Z3)
	FINISH(Z4, Z5, Z6, Z7)
	FINISH(Z8, Z9, Z10, Z11)
	FINISH(Z12, Z13, Z14, Z15)
	FINISH(Z16, Z17, Z18, Z19)
	FINISH(Z20, Z21, Z22, Z23)
	MOVQ    R14, DI
	MOVQ    AX, R10
	LEAQ    (R8)(R8*2), AX
	LEAQ    (SI)(AX*2), SI
	DECQ    BX
	JNZ     block
	VZEROUPPER
	RET

// One step of one row for the processors that have no dot product of bytes: four
// bytes of the row against four inputs of 32 outputs. Two bytes add up to at most
// 258, so that their products with weights do to at most 258·127, which 16 bits
// hold. Y15 holds ones.
#define PART(off, s) \
	VPMADDUBSW off(DX), Y12, Y13; \
	VPMADDWD   Y15, Y13, Y13;     \
	VPADDD     Y13, s, s

#define HALFSTEP(addr, s0, s1, s2, s3) \
	VPBROADCASTD addr, Y12; \
	PART(0, s0);            \
	PART(32, s1);           \
	PART(64, s2);           \
	PART(96, s3)

// What the rest of a row adds (Y12, magnitudes in Y13): its sign goes to the weight.
#define RESTPART(off, s) \
	VMOVDQU    off(DX), Y14;  \
	VPSIGNB    Y12, Y14, Y14; \
	VPMADDUBSW Y14, Y13, Y14; \
	VPMADDWD   Y15, Y14, Y14; \
	VPADDD     Y14, s, s

// (sum - 64·weights) × (row scale × scale) + bias for 8 outputs.
#define HALFFINISH1(s, off) \
	VMOVDQU   off(R12), Y13;      \
	VPSRAD    $1, Y13, Y13;       \
	VPSUBD    Y13, s, s;          \
	VCVTDQ2PS s, s;               \
	VMULPS    off(R11), Y12, Y13; \
	VMULPS    Y13, s, s;          \
	VADDPS    off(R13), s, s;     \
	VMOVUPS   s, off(DI)

#define HALFFINISH(s0, s1, s2, s3) \
	VBROADCASTSS (R10), Y12; \
	HALFFINISH1(s0, 0);      \
	HALFFINISH1(s1, 32);     \
	HALFFINISH1(s2, 64);     \
	HALFFINISH1(s3, 96);     \
	ADDQ $4, R10;            \
	ADDQ R9, DI

// func mulHalfAVX2(dst *float32, stride int, a *uint8, inner int, w *int8, quads, triples int, rowScale, scale *float32, sum *int32, bias *float32, rest *int8, hot *uint16, counts *int32)
TEXT ·mulHalfAVX2(SB), NOSPLIT, $0-112
// The rests of one row, by the list of quads that have one. R14 points at the
// rests of the row and goes on to the next.
#define REST(s0, s1, s2, s3, loop, done) \
	MOVQ    R10, AX;               \
	SUBQ    rowScale+56(FP), AX;   \
	MOVQ    counts+104(FP), CX;    \
	MOVLQZX (CX)(AX*1), CX;        \
	TESTQ   CX, CX;                \
	JZ      done;                  \
	IMULQ   R8, AX;                \
	SHRQ    $3, AX;                \
	ADDQ    hot+96(FP), AX;        \
	MOVQ    w+32(FP), SI;          \
loop:                                  \
	MOVWQZX      (AX), DX;         \
	VPBROADCASTD (R14)(DX*4), Y12; \
	VPABSB       Y12, Y13;         \
	SHLQ         $8, DX;           \
	ADDQ         SI, DX;           \
	RESTPART(0, s0);               \
	RESTPART(32, s1);              \
	RESTPART(64, s2);              \
	RESTPART(96, s3);              \
	ADDQ         $2, AX;           \
	DECQ         CX;               \
	JNZ          loop;             \
done:                                  \
	ADDQ    R8, R14

	MOVQ     dst+0(FP), DI
	MOVQ     stride+8(FP), R9
	SHLQ     $2, R9
	MOVQ     a+16(FP), SI
	MOVQ     inner+24(FP), R8
	MOVQ     triples+48(FP), BX
	MOVQ     rowScale+56(FP), R10
	MOVQ     scale+64(FP), R11
	MOVQ     sum+72(FP), R12
	MOVQ     bias+80(FP), R13
	MOVQ     rest+88(FP), R14
	VPCMPEQW Y15, Y15, Y15
	VPSRLW   $15, Y15, Y15

triple:
	MOVQ  w+32(FP), DX
	MOVQ  quads+40(FP), CX
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7
	VPXOR Y8, Y8, Y8
	VPXOR Y9, Y9, Y9
	VPXOR Y10, Y10, Y10
	VPXOR Y11, Y11, Y11

halfquad:
	HALFSTEP((SI), Y0, Y1, Y2, Y3)
	HALFSTEP((SI)(R8*1), Y4, Y5, Y6, Y7)
	HALFSTEP((SI)(R8*2), Y8, Y9, Y10, Y11)
	ADDQ $256, DX
	ADDQ $4, SI
	DECQ CX
	JNZ  halfquad

	REST(Y0, Y1, Y2, Y3, rest0, done0)
	HALFFINISH(Y0, Y1, Y2, Y3)
	REST(Y4, Y5, Y6, Y7, rest1, done1)
	HALFFINISH(Y4, Y5, Y6, Y7)
	REST(Y8, Y9, Y10, Y11, rest2, done2)
	HALFFINISH(Y8, Y9, Y10, Y11)
	MOVQ R14, SI
	SUBQ rest+88(FP), SI
	ADDQ a+16(FP), SI
	DECQ BX
	JNZ  triple
	VZEROUPPER
	RET

DATA split<>+0(SB)/4, $0x80808080
DATA split<>+4(SB)/4, $0x40404040
DATA split<>+8(SB)/4, $0xc0c0c0c0
DATA split<>+12(SB)/4, $0x81818181
DATA split<>+16(SB)/4, $0x01020102
DATA split<>+20(SB)/4, $0x01010101
GLOBL split<>(SB), RODATA|NOPTR, $24

// func splitAVX2(data *uint8, rest *int8, n int, marks *uint8)
TEXT ·splitAVX2(SB), NOSPLIT, $0-32
	MOVQ         data+0(FP), DI
	MOVQ         rest+8(FP), SI
	MOVQ         n+16(FP), CX
	MOVQ         marks+24(FP), DX
	VPBROADCASTD split<>+0(SB), Y4
	VPBROADCASTD split<>+4(SB), Y5
	VPBROADCASTD split<>+8(SB), Y6
	VPBROADCASTD split<>+12(SB), Y7
	VPBROADCASTD split<>+16(SB), Y8
	VPBROADCASTD split<>+20(SB), Y9
	VPXOR        Y10, Y10, Y10

split:
	VPXOR      (DI), Y4, Y0    // the numbers
	VPMAXSB    Y6, Y0, Y1
	VPADDB     Y5, Y1, Y1      // from -64 on, 64 added
	VPMADDUBSW Y9, Y1, Y2      // sums of two
	VPCMPGTW   Y8, Y2, Y2      // above 258
	VPMINUB    Y7, Y1, Y3      // at most 129 each
	VPBLENDVB  Y2, Y3, Y1, Y1
	VMOVDQU    Y1, (DI)
	VPSUBB     Y1, Y0, Y0
	VPADDB     Y5, Y0, Y0
	VMOVDQU    Y0, (SI)
	VPCMPEQD   Y10, Y0, Y0
	VMOVMSKPS  Y0, AX
	NOTL       AX
	MOVB       AX, (DX)
	ADDQ       $32, DI
	ADDQ       $32, SI
	INCQ       DX
	SUBQ       $32, CX
	JNZ        split
	VZEROUPPER
	RET

// VPDPBUSD of AVX-VNNI, which the assembler does not know: sums acc += Y14 or
// Y15 (bytes of a row) × Y12 or Y13 (weights). b1 is 0xC2 for sums Y0-Y7, 0x42 for
// Y8-Y11; b2 is 0x0D for Y14, 0x05 for Y15; mod names sum and weights.
#define DOTBYTES(b1, b2, mod) \
	BYTE $0xC4; \
	BYTE $b1;   \
	BYTE $b2;   \
	BYTE $0x50; \
	BYTE $mod

#define EVENROW(addr, b1, mod0, mod1) \
	VPBROADCASTD addr, Y14;   \
	DOTBYTES(b1, 0x0D, mod0); \
	DOTBYTES(b1, 0x0D, mod1)

#define ODDROW(addr, b1, mod0, mod1) \
	VPBROADCASTD addr, Y15;   \
	DOTBYTES(b1, 0x05, mod0); \
	DOTBYTES(b1, 0x05, mod1)

#define QUARTERFINISH1(s, off, w) \
	VPSUBD    off(R12), s, s; \
	VCVTDQ2PS s, s;           \
	VMULPS    w, Y14, Y15;    \
	VMULPS    Y15, s, s;      \
	VADDPS    off(R13), s, s; \
	VMOVUPS   s, off(R14)

#define QUARTERFINISH(s0, s1) \
	VBROADCASTSS (R10), Y14;      \
	QUARTERFINISH1(s0, 0, Y12);   \
	QUARTERFINISH1(s1, 32, Y13);  \
	ADDQ $4, R10;                 \
	ADDQ R9, R14

// func mulQuarterVNNI(dst *float32, stride int, a *uint8, inner int, w *int8, quads, blocks int, rowScale, scale *float32, sum *int32, bias *float32)
TEXT ·mulQuarterVNNI(SB), NOSPLIT, $0-88
	MOVQ dst+0(FP), DI
	MOVQ stride+8(FP), R9
	SHLQ $2, R9
	MOVQ a+16(FP), SI
	MOVQ inner+24(FP), R8
	MOVQ blocks+48(FP), BX
	MOVQ rowScale+56(FP), R10
	MOVQ sum+72(FP), R12
	MOVQ bias+80(FP), R13

block:
	MOVQ  w+32(FP), DX
	MOVQ  quads+40(FP), CX
	MOVQ  SI, AX
	LEAQ  (SI)(R8*2), R14
	ADDQ  R8, R14
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7
	VPXOR Y8, Y8, Y8
	VPXOR Y9, Y9, Y9
	VPXOR Y10, Y10, Y10
	VPXOR Y11, Y11, Y11

quad:
	VMOVDQU (DX), Y12
	VMOVDQU 32(DX), Y13
	EVENROW((AX), 0xC2, 0xC4, 0xCD)
	ODDROW((AX)(R8*1), 0xC2, 0xD4, 0xDD)
	EVENROW((AX)(R8*2), 0xC2, 0xE4, 0xED)
	ODDROW((R14), 0xC2, 0xF4, 0xFD)
	EVENROW((R14)(R8*1), 0x42, 0xC4, 0xCD)
	ODDROW((R14)(R8*2), 0x42, 0xD4, 0xDD)
	ADDQ    $256, DX
	ADDQ    $4, AX
	ADDQ    $4, R14
	DECQ    CX
	JNZ     quad

	MOVQ    scale+64(FP), R11
	VMOVUPS (R11), Y12
	VMOVUPS 32(R11), Y13
	MOVQ    DI, R14
	QUARTERFINISH(Y0, Y1)
	QUARTERFINISH(Y2, Y3)
	QUARTERFINISH(Y4, Y5)
	QUARTERFINISH(Y6, Y7)
	QUARTERFINISH(Y8, Y9)
	QUARTERFINISH(Y10, Y11)
	MOVQ    R14, DI
	LEAQ    (R8)(R8*2), AX
	LEAQ    (SI)(AX*2), SI
	DECQ    BX
	JNZ     block
	VZEROUPPER
	RET
