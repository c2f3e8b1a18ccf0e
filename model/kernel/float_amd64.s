#include "textflag.h"

// The numbers of float.go, eight times each.
#define expLow numbers<>+0(SB)
#define log2e numbers<>+32(SB)
#define ln2High numbers<>+64(SB)
#define ln2Low numbers<>+96(SB)
#define expC0 numbers<>+128(SB)
#define expC1 numbers<>+160(SB)
#define expC2 numbers<>+192(SB)
#define expC3 numbers<>+224(SB)
#define expC4 numbers<>+256(SB)
#define expC5 numbers<>+288(SB)
#define sqrtHalf numbers<>+320(SB)
#define erfN6 numbers<>+352(SB)
#define erfN5 numbers<>+384(SB)
#define erfN4 numbers<>+416(SB)
#define erfN3 numbers<>+448(SB)
#define erfN2 numbers<>+480(SB)
#define erfN1 numbers<>+512(SB)
#define erfN0 numbers<>+544(SB)
#define erfD4 numbers<>+576(SB)
#define erfD3 numbers<>+608(SB)
#define erfD2 numbers<>+640(SB)
#define erfD1 numbers<>+672(SB)
#define erfD0 numbers<>+704(SB)
#define half numbers<>+736(SB)
#define one numbers<>+768(SB)
#define four numbers<>+800(SB)
#define minusFour numbers<>+832(SB)
#define bias127 numbers<>+864(SB)
#define magnitude numbers<>+896(SB)

DATA numbers<>+0(SB)/8, $0xc2ae0000c2ae0000
DATA numbers<>+8(SB)/8, $0xc2ae0000c2ae0000
DATA numbers<>+16(SB)/8, $0xc2ae0000c2ae0000
DATA numbers<>+24(SB)/8, $0xc2ae0000c2ae0000
DATA numbers<>+32(SB)/8, $0x3fb8aa3b3fb8aa3b
DATA numbers<>+40(SB)/8, $0x3fb8aa3b3fb8aa3b
DATA numbers<>+48(SB)/8, $0x3fb8aa3b3fb8aa3b
DATA numbers<>+56(SB)/8, $0x3fb8aa3b3fb8aa3b
DATA numbers<>+64(SB)/8, $0x3f3180003f318000
DATA numbers<>+72(SB)/8, $0x3f3180003f318000
DATA numbers<>+80(SB)/8, $0x3f3180003f318000
DATA numbers<>+88(SB)/8, $0x3f3180003f318000
DATA numbers<>+96(SB)/8, $0xb95e8083b95e8083
DATA numbers<>+104(SB)/8, $0xb95e8083b95e8083
DATA numbers<>+112(SB)/8, $0xb95e8083b95e8083
DATA numbers<>+120(SB)/8, $0xb95e8083b95e8083
DATA numbers<>+128(SB)/8, $0x3950696739506967
DATA numbers<>+136(SB)/8, $0x3950696739506967
DATA numbers<>+144(SB)/8, $0x3950696739506967
DATA numbers<>+152(SB)/8, $0x3950696739506967
DATA numbers<>+160(SB)/8, $0x3ab743ce3ab743ce
DATA numbers<>+168(SB)/8, $0x3ab743ce3ab743ce
DATA numbers<>+176(SB)/8, $0x3ab743ce3ab743ce
DATA numbers<>+184(SB)/8, $0x3ab743ce3ab743ce
DATA numbers<>+192(SB)/8, $0x3c0889083c088908
DATA numbers<>+200(SB)/8, $0x3c0889083c088908
DATA numbers<>+208(SB)/8, $0x3c0889083c088908
DATA numbers<>+216(SB)/8, $0x3c0889083c088908
DATA numbers<>+224(SB)/8, $0x3d2aa9c13d2aa9c1
DATA numbers<>+232(SB)/8, $0x3d2aa9c13d2aa9c1
DATA numbers<>+240(SB)/8, $0x3d2aa9c13d2aa9c1
DATA numbers<>+248(SB)/8, $0x3d2aa9c13d2aa9c1
DATA numbers<>+256(SB)/8, $0x3e2aaaaa3e2aaaaa
DATA numbers<>+264(SB)/8, $0x3e2aaaaa3e2aaaaa
DATA numbers<>+272(SB)/8, $0x3e2aaaaa3e2aaaaa
DATA numbers<>+280(SB)/8, $0x3e2aaaaa3e2aaaaa
DATA numbers<>+288(SB)/8, $0x3f0000003f000000
DATA numbers<>+296(SB)/8, $0x3f0000003f000000
DATA numbers<>+304(SB)/8, $0x3f0000003f000000
DATA numbers<>+312(SB)/8, $0x3f0000003f000000
DATA numbers<>+320(SB)/8, $0x3f3504f33f3504f3
DATA numbers<>+328(SB)/8, $0x3f3504f33f3504f3
DATA numbers<>+336(SB)/8, $0x3f3504f33f3504f3
DATA numbers<>+344(SB)/8, $0x3f3504f33f3504f3
DATA numbers<>+352(SB)/8, $0xaf95df0baf95df0b
DATA numbers<>+360(SB)/8, $0xaf95df0baf95df0b
DATA numbers<>+368(SB)/8, $0xaf95df0baf95df0b
DATA numbers<>+376(SB)/8, $0xaf95df0baf95df0b
DATA numbers<>+384(SB)/8, $0x32edffee32edffee
DATA numbers<>+392(SB)/8, $0x32edffee32edffee
DATA numbers<>+400(SB)/8, $0x32edffee32edffee
DATA numbers<>+408(SB)/8, $0x32edffee32edffee
DATA numbers<>+416(SB)/8, $0xb60cff51b60cff51
DATA numbers<>+424(SB)/8, $0xb60cff51b60cff51
DATA numbers<>+432(SB)/8, $0xb60cff51b60cff51
DATA numbers<>+440(SB)/8, $0xb60cff51b60cff51
DATA numbers<>+448(SB)/8, $0xb86ec2d2b86ec2d2
DATA numbers<>+456(SB)/8, $0xb86ec2d2b86ec2d2
DATA numbers<>+464(SB)/8, $0xb86ec2d2b86ec2d2
DATA numbers<>+472(SB)/8, $0xb86ec2d2b86ec2d2
DATA numbers<>+480(SB)/8, $0xba40ac63ba40ac63
DATA numbers<>+488(SB)/8, $0xba40ac63ba40ac63
DATA numbers<>+496(SB)/8, $0xba40ac63ba40ac63
DATA numbers<>+504(SB)/8, $0xba40ac63ba40ac63
DATA numbers<>+512(SB)/8, $0xbb41a1f6bb41a1f6
DATA numbers<>+520(SB)/8, $0xbb41a1f6bb41a1f6
DATA numbers<>+528(SB)/8, $0xbb41a1f6bb41a1f6
DATA numbers<>+536(SB)/8, $0xbb41a1f6bb41a1f6
DATA numbers<>+544(SB)/8, $0xbc83dbd4bc83dbd4
DATA numbers<>+552(SB)/8, $0xbc83dbd4bc83dbd4
DATA numbers<>+560(SB)/8, $0xbc83dbd4bc83dbd4
DATA numbers<>+568(SB)/8, $0xbc83dbd4bc83dbd4
DATA numbers<>+576(SB)/8, $0xb77460cdb77460cd
DATA numbers<>+584(SB)/8, $0xb77460cdb77460cd
DATA numbers<>+592(SB)/8, $0xb77460cdb77460cd
DATA numbers<>+600(SB)/8, $0xb77460cdb77460cd
DATA numbers<>+608(SB)/8, $0xb95fbd29b95fbd29
DATA numbers<>+616(SB)/8, $0xb95fbd29b95fbd29
DATA numbers<>+624(SB)/8, $0xb95fbd29b95fbd29
DATA numbers<>+632(SB)/8, $0xb95fbd29b95fbd29
DATA numbers<>+640(SB)/8, $0xbadc924ebadc924e
DATA numbers<>+648(SB)/8, $0xbadc924ebadc924e
DATA numbers<>+656(SB)/8, $0xbadc924ebadc924e
DATA numbers<>+664(SB)/8, $0xbadc924ebadc924e
DATA numbers<>+672(SB)/8, $0xbbf19bf8bbf19bf8
DATA numbers<>+680(SB)/8, $0xbbf19bf8bbf19bf8
DATA numbers<>+688(SB)/8, $0xbbf19bf8bbf19bf8
DATA numbers<>+696(SB)/8, $0xbbf19bf8bbf19bf8
DATA numbers<>+704(SB)/8, $0xbc69b6a7bc69b6a7
DATA numbers<>+712(SB)/8, $0xbc69b6a7bc69b6a7
DATA numbers<>+720(SB)/8, $0xbc69b6a7bc69b6a7
DATA numbers<>+728(SB)/8, $0xbc69b6a7bc69b6a7
DATA numbers<>+736(SB)/8, $0x3f0000003f000000
DATA numbers<>+744(SB)/8, $0x3f0000003f000000
DATA numbers<>+752(SB)/8, $0x3f0000003f000000
DATA numbers<>+760(SB)/8, $0x3f0000003f000000
DATA numbers<>+768(SB)/8, $0x3f8000003f800000
DATA numbers<>+776(SB)/8, $0x3f8000003f800000
DATA numbers<>+784(SB)/8, $0x3f8000003f800000
DATA numbers<>+792(SB)/8, $0x3f8000003f800000
DATA numbers<>+800(SB)/8, $0x4080000040800000
DATA numbers<>+808(SB)/8, $0x4080000040800000
DATA numbers<>+816(SB)/8, $0x4080000040800000
DATA numbers<>+824(SB)/8, $0x4080000040800000
DATA numbers<>+832(SB)/8, $0xc0800000c0800000
DATA numbers<>+840(SB)/8, $0xc0800000c0800000
DATA numbers<>+848(SB)/8, $0xc0800000c0800000
DATA numbers<>+856(SB)/8, $0xc0800000c0800000
DATA numbers<>+864(SB)/8, $0x0000007f0000007f
DATA numbers<>+872(SB)/8, $0x0000007f0000007f
DATA numbers<>+880(SB)/8, $0x0000007f0000007f
DATA numbers<>+888(SB)/8, $0x0000007f0000007f
DATA numbers<>+896(SB)/8, $0x7fffffff7fffffff
DATA numbers<>+904(SB)/8, $0x7fffffff7fffffff
DATA numbers<>+912(SB)/8, $0x7fffffff7fffffff
DATA numbers<>+920(SB)/8, $0x7fffffff7fffffff
GLOBL numbers<>(SB), RODATA|NOPTR, $928

// Adds the 16 lanes of Y0 (0-7) and Y1 (8-15) to X0 as tree does; spoils X1.
#define TREE \
	VADDPS       Y1, Y0, Y0; \
	VEXTRACTF128 $1, Y0, X1; \
	VADDPS       X1, X0, X0; \
	VMOVHLPS     X0, X0, X1; \
	VADDPS       X1, X0, X0; \
	VMOVSHDUP    X0, X1;     \
	VADDSS       X1, X0, X0

// One row of four against 16 columns in Z5.
#define ROW512(addr, s) \
	VMULPS.BCST addr, Z5, Z6; \
	VADDPS      Z6, s, s

// func mulFourAVX512(dst *float32, dstStride int, a *float32, aStride int, b *float32, bStride, inner, cols int)
TEXT ·mulFourAVX512(SB), NOSPLIT, $0-64
	MOVQ dst+0(FP), DI
	MOVQ dstStride+8(FP), R9
	SHLQ $2, R9
	MOVQ aStride+24(FP), R8
	SHLQ $2, R8
	MOVQ b+32(FP), DX
	MOVQ bStride+40(FP), R10
	SHLQ $2, R10
	MOVQ cols+56(FP), BX

wide:
	CMPQ   BX, $32
	JLT    narrow
	MOVQ   a+16(FP), AX
	LEAQ   (AX)(R8*2), R11
	MOVQ   DX, R12
	MOVQ   inner+48(FP), CX
	VPXORD Z0, Z0, Z0
	VPXORD Z1, Z1, Z1
	VPXORD Z2, Z2, Z2
	VPXORD Z3, Z3, Z3
	VPXORD Z16, Z16, Z16
	VPXORD Z17, Z17, Z17
	VPXORD Z18, Z18, Z18
	VPXORD Z19, Z19, Z19

wideinner:
	VMOVUPS      (R12), Z5
	VMOVUPS      64(R12), Z7
	VBROADCASTSS (AX), Z20
	VBROADCASTSS (AX)(R8*1), Z21
	VBROADCASTSS (R11), Z22
	VBROADCASTSS (R11)(R8*1), Z23
	VMULPS       Z20, Z5, Z24
	VMULPS       Z20, Z7, Z25
	VMULPS       Z21, Z5, Z26
	VMULPS       Z21, Z7, Z27
	VMULPS       Z22, Z5, Z28
	VMULPS       Z22, Z7, Z29
	VMULPS       Z23, Z5, Z30
	VMULPS       Z23, Z7, Z31
	VADDPS       Z24, Z0, Z0
	VADDPS       Z25, Z16, Z16
	VADDPS       Z26, Z1, Z1
	VADDPS       Z27, Z17, Z17
	VADDPS       Z28, Z2, Z2
	VADDPS       Z29, Z18, Z18
	VADDPS       Z30, Z3, Z3
	VADDPS       Z31, Z19, Z19
	ADDQ         R10, R12
	ADDQ         $4, AX
	ADDQ         $4, R11
	DECQ         CX
	JNZ          wideinner
	LEAQ         (DI)(R9*2), R11
	VMOVUPS      Z0, (DI)
	VMOVUPS      Z16, 64(DI)
	VMOVUPS      Z1, (DI)(R9*1)
	VMOVUPS      Z17, 64(DI)(R9*1)
	VMOVUPS      Z2, (R11)
	VMOVUPS      Z18, 64(R11)
	VMOVUPS      Z3, (R11)(R9*1)
	VMOVUPS      Z19, 64(R11)(R9*1)
	ADDQ         $128, DI
	ADDQ         $128, DX
	SUBQ         $32, BX
	JMP          wide

narrow:
	TESTQ  BX, BX
	JZ     done
	MOVQ   a+16(FP), AX
	LEAQ   (AX)(R8*2), R11
	MOVQ   DX, R12
	MOVQ   inner+48(FP), CX
	VPXORD Z0, Z0, Z0
	VPXORD Z1, Z1, Z1
	VPXORD Z2, Z2, Z2
	VPXORD Z3, Z3, Z3

inner:
	VMOVUPS (R12), Z5
	ROW512((AX), Z0)
	ROW512((AX)(R8*1), Z1)
	ROW512((R11), Z2)
	ROW512((R11)(R8*1), Z3)
	ADDQ    R10, R12
	ADDQ    $4, AX
	ADDQ    $4, R11
	DECQ    CX
	JNZ     inner
	LEAQ    (DI)(R9*2), R11
	VMOVUPS Z0, (DI)
	VMOVUPS Z1, (DI)(R9*1)
	VMOVUPS Z2, (R11)
	VMOVUPS Z3, (R11)(R9*1)

done:
	VZEROUPPER
	RET

// One row of four against 16 columns in Y8, Y9.
#define ROW256(addr, s, t) \
	VBROADCASTSS addr, Y10;    \
	VMULPS       Y10, Y8, Y11; \
	VADDPS       Y11, s, s;    \
	VMULPS       Y10, Y9, Y12; \
	VADDPS       Y12, t, t

// func mulFourAVX2(dst *float32, dstStride int, a *float32, aStride int, b *float32, bStride, inner, cols int)
TEXT ·mulFourAVX2(SB), NOSPLIT, $0-64
	MOVQ dst+0(FP), DI
	MOVQ dstStride+8(FP), R9
	SHLQ $2, R9
	MOVQ aStride+24(FP), R8
	SHLQ $2, R8
	MOVQ b+32(FP), DX
	MOVQ bStride+40(FP), R10
	SHLQ $2, R10
	MOVQ cols+56(FP), BX

columns:
	MOVQ   a+16(FP), AX
	LEAQ   (AX)(R8*2), R11
	MOVQ   DX, R12
	MOVQ   inner+48(FP), CX
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7

inner:
	VMOVUPS (R12), Y8
	VMOVUPS 32(R12), Y9
	ROW256((AX), Y0, Y1)
	ROW256((AX)(R8*1), Y2, Y3)
	ROW256((R11), Y4, Y5)
	ROW256((R11)(R8*1), Y6, Y7)
	ADDQ    R10, R12
	ADDQ    $4, AX
	ADDQ    $4, R11
	DECQ    CX
	JNZ     inner
	LEAQ    (DI)(R9*2), R11
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, (DI)(R9*1)
	VMOVUPS Y3, 32(DI)(R9*1)
	VMOVUPS Y4, (R11)
	VMOVUPS Y5, 32(R11)
	VMOVUPS Y6, (R11)(R9*1)
	VMOVUPS Y7, 32(R11)(R9*1)
	ADDQ    $64, DI
	ADDQ    $64, DX
	SUBQ    $16, BX
	JNZ     columns
	VZEROUPPER
	RET

// func dotAVX2(x, y *float32, n int) float32
TEXT ·dotAVX2(SB), NOSPLIT, $0-28
	MOVQ   x+0(FP), SI
	MOVQ   y+8(FP), DX
	MOVQ   n+16(FP), CX
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1

loop:
	VMOVUPS (SI), Y2
	VMOVUPS 32(SI), Y3
	VMULPS  (DX), Y2, Y2
	VMULPS  32(DX), Y3, Y3
	VADDPS  Y2, Y0, Y0
	VADDPS  Y3, Y1, Y1
	ADDQ    $64, SI
	ADDQ    $64, DX
	SUBQ    $16, CX
	JNZ     loop
	TREE
	VMOVSS  X0, ret+24(FP)
	VZEROUPPER
	RET

// func addScaledAVX2(dst, x *float32, n int, a float32)
TEXT ·addScaledAVX2(SB), NOSPLIT, $0-28
	MOVQ         dst+0(FP), DI
	MOVQ         x+8(FP), SI
	MOVQ         n+16(FP), CX
	VBROADCASTSS a+24(FP), Y0

loop:
	VMULPS  (SI), Y0, Y1
	VMULPS  32(SI), Y0, Y2
	VADDPS  (DI), Y1, Y1
	VADDPS  32(DI), Y2, Y2
	VMOVUPS Y1, (DI)
	VMOVUPS Y2, 32(DI)
	ADDQ    $64, SI
	ADDQ    $64, DI
	SUBQ    $16, CX
	JNZ     loop
	VZEROUPPER
	RET

// func normAVX2(x, plus, gain, bias *float32, n int, count, eps float32)
TEXT ·normAVX2(SB), NOSPLIT, $0-48
	MOVQ   x+0(FP), DI
	MOVQ   plus+8(FP), SI
	MOVQ   n+32(FP), CX
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1

sum:
	VMOVUPS (DI), Y2
	VMOVUPS 32(DI), Y3
	VADDPS  (SI), Y2, Y2
	VADDPS  32(SI), Y3, Y3
	VMOVUPS Y2, (DI)
	VMOVUPS Y3, 32(DI)
	VADDPS  Y2, Y0, Y0
	VADDPS  Y3, Y1, Y1
	ADDQ    $64, DI
	ADDQ    $64, SI
	SUBQ    $16, CX
	JNZ     sum
	TREE
	VMOVSS       count+40(FP), X5
	VDIVSS       X5, X0, X0
	VBROADCASTSS X0, Y4
	MOVQ         x+0(FP), DI
	MOVQ         n+32(FP), CX
	VXORPS       Y0, Y0, Y0
	VXORPS       Y1, Y1, Y1

square:
	VMOVUPS (DI), Y2
	VMOVUPS 32(DI), Y3
	VSUBPS  Y4, Y2, Y2
	VSUBPS  Y4, Y3, Y3
	VMOVUPS Y2, (DI)
	VMOVUPS Y3, 32(DI)
	VMULPS  Y2, Y2, Y2
	VMULPS  Y3, Y3, Y3
	VADDPS  Y2, Y0, Y0
	VADDPS  Y3, Y1, Y1
	ADDQ    $64, DI
	SUBQ    $16, CX
	JNZ     square
	TREE
	VDIVSS       X5, X0, X0
	VADDSS       eps+44(FP), X0, X0
	VSQRTSS      X0, X0, X0
	VMOVSS       one, X1
	VDIVSS       X0, X1, X0
	VBROADCASTSS X0, Y4
	MOVQ         x+0(FP), DI
	MOVQ         gain+16(FP), SI
	MOVQ         bias+24(FP), DX
	MOVQ         n+32(FP), CX

scale:
	VMULPS  (DI), Y4, Y2
	VMULPS  32(DI), Y4, Y3
	VMULPS  (SI), Y2, Y2
	VMULPS  32(SI), Y3, Y3
	VADDPS  (DX), Y2, Y2
	VADDPS  32(DX), Y3, Y3
	VMOVUPS Y2, (DI)
	VMOVUPS Y3, 32(DI)
	ADDQ    $64, DI
	ADDQ    $64, SI
	ADDQ    $64, DX
	SUBQ    $16, CX
	JNZ     scale
	VZEROUPPER
	RET

// x becomes e to the power of x; n, r, y are spoilt.
#define EXP(x, n, r, y) \
	VMAXPS    expLow, x, x;    \
	VMULPS    log2e, x, n;     \
	VROUNDPS  $0, n, n;        \
	VMULPS    ln2High, n, r;   \
	VSUBPS    r, x, x;         \
	VMULPS    ln2Low, n, r;    \
	VSUBPS    r, x, x;         \
	VMULPS    expC0, x, y;     \
	VADDPS    expC1, y, y;     \
	VMULPS    x, y, y;         \
	VADDPS    expC2, y, y;     \
	VMULPS    x, y, y;         \
	VADDPS    expC3, y, y;     \
	VMULPS    x, y, y;         \
	VADDPS    expC4, y, y;     \
	VMULPS    x, y, y;         \
	VADDPS    expC5, y, y;     \
	VMULPS    x, x, r;         \
	VMULPS    r, y, y;         \
	VADDPS    x, y, y;         \
	VADDPS    one, y, y;       \
	VCVTPS2DQ n, n;            \
	VPADDD    bias127, n, n;   \
	VPSLLD    $23, n, n;       \
	VMULPS    n, y, x

// func softmaxAVX2(x *float32, n int, scale float32)
TEXT ·softmaxAVX2(SB), NOSPLIT, $0-20
	MOVQ    x+0(FP), DI
	MOVQ    n+8(FP), CX
	VMOVUPS (DI), Y0

largest:
	VMAXPS       (DI), Y0, Y0
	VMAXPS       32(DI), Y0, Y0
	ADDQ         $64, DI
	SUBQ         $16, CX
	JNZ          largest
	VEXTRACTF128 $1, Y0, X1
	VMAXPS       X1, X0, X0
	VMOVHLPS     X0, X0, X1
	VMAXPS       X1, X0, X0
	VMOVSHDUP    X0, X1
	VMAXSS       X1, X0, X0
	VBROADCASTSS X0, Y10
	VBROADCASTSS scale+16(FP), Y11
	VXORPS       Y0, Y0, Y0
	VXORPS       Y1, Y1, Y1
	MOVQ         x+0(FP), DI
	MOVQ         n+8(FP), CX

power:
	VMOVUPS (DI), Y2
	VMOVUPS 32(DI), Y3
	VSUBPS  Y10, Y2, Y2
	VSUBPS  Y10, Y3, Y3
	VMULPS  Y11, Y2, Y2
	VMULPS  Y11, Y3, Y3
	EXP(Y2, Y4, Y5, Y6)
	EXP(Y3, Y7, Y8, Y9)
	VMOVUPS Y2, (DI)
	VMOVUPS Y3, 32(DI)
	VADDPS  Y2, Y0, Y0
	VADDPS  Y3, Y1, Y1
	ADDQ    $64, DI
	SUBQ    $16, CX
	JNZ     power
	TREE
	VMOVSS       one, X1
	VDIVSS       X0, X1, X0
	VBROADCASTSS X0, Y0
	MOVQ         x+0(FP), DI
	MOVQ         n+8(FP), CX

share:
	VMULPS  (DI), Y0, Y2
	VMULPS  32(DI), Y0, Y3
	VMOVUPS Y2, (DI)
	VMOVUPS Y3, 32(DI)
	ADDQ    $64, DI
	SUBQ    $16, CX
	JNZ     share
	VZEROUPPER
	RET

// x becomes GELU of x; u, s, n, d are spoilt.
#define GELU(x, u, s, n, d) \
	VMULPS sqrtHalf, x, u;  \
	VMAXPS minusFour, u, u; \
	VMINPS four, u, u;      \
	VMULPS u, u, s;         \
	VMULPS erfN6, s, n;     \
	VADDPS erfN5, n, n;     \
	VMULPS s, n, n;         \
	VADDPS erfN4, n, n;     \
	VMULPS s, n, n;         \
	VADDPS erfN3, n, n;     \
	VMULPS s, n, n;         \
	VADDPS erfN2, n, n;     \
	VMULPS s, n, n;         \
	VADDPS erfN1, n, n;     \
	VMULPS s, n, n;         \
	VADDPS erfN0, n, n;     \
	VMULPS u, n, n;         \
	VMULPS erfD4, s, d;     \
	VADDPS erfD3, d, d;     \
	VMULPS s, d, d;         \
	VADDPS erfD2, d, d;     \
	VMULPS s, d, d;         \
	VADDPS erfD1, d, d;     \
	VMULPS s, d, d;         \
	VADDPS erfD0, d, d;     \
	VDIVPS d, n, n;         \
	VADDPS one, n, n;       \
	VMULPS half, x, x;      \
	VMULPS n, x, x

// func geluAVX2(x *float32, n int)
TEXT ·geluAVX2(SB), NOSPLIT, $0-16
	MOVQ x+0(FP), DI
	MOVQ n+8(FP), CX

loop:
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	GELU(Y0, Y2, Y3, Y4, Y5)
	GELU(Y1, Y6, Y7, Y8, Y9)
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	ADDQ    $64, DI
	SUBQ    $16, CX
	JNZ     loop
	VZEROUPPER
	RET

// The same with the numbers broadcast from memory.
#define GELUWIDE(x, u, s, n, d) \
	VMULPS.BCST sqrtHalf, x, u;  \
	VMAXPS.BCST minusFour, u, u; \
	VMINPS.BCST four, u, u;      \
	VMULPS      u, u, s;         \
	VMULPS.BCST erfN6, s, n;     \
	VADDPS.BCST erfN5, n, n;     \
	VMULPS      s, n, n;         \
	VADDPS.BCST erfN4, n, n;     \
	VMULPS      s, n, n;         \
	VADDPS.BCST erfN3, n, n;     \
	VMULPS      s, n, n;         \
	VADDPS.BCST erfN2, n, n;     \
	VMULPS      s, n, n;         \
	VADDPS.BCST erfN1, n, n;     \
	VMULPS      s, n, n;         \
	VADDPS.BCST erfN0, n, n;     \
	VMULPS      u, n, n;         \
	VMULPS.BCST erfD4, s, d;     \
	VADDPS.BCST erfD3, d, d;     \
	VMULPS      s, d, d;         \
	VADDPS.BCST erfD2, d, d;     \
	VMULPS      s, d, d;         \
	VADDPS.BCST erfD1, d, d;     \
	VMULPS      s, d, d;         \
	VADDPS.BCST erfD0, d, d;     \
	VDIVPS      d, n, n;         \
	VADDPS.BCST one, n, n;       \
	VMULPS.BCST half, x, x;      \
	VMULPS      n, x, x

// func geluAVX512(x *float32, n int)
TEXT ·geluAVX512(SB), NOSPLIT, $0-16
	MOVQ x+0(FP), DI
	MOVQ n+8(FP), CX

pair:
	CMPQ    CX, $32
	JLT     single
	VMOVUPS (DI), Z0
	VMOVUPS 64(DI), Z1
	GELUWIDE(Z0, Z2, Z3, Z4, Z5)
	GELUWIDE(Z1, Z6, Z7, Z8, Z9)
	VMOVUPS Z0, (DI)
	VMOVUPS Z1, 64(DI)
	ADDQ    $128, DI
	SUBQ    $32, CX
	JMP     pair

single:
	TESTQ   CX, CX
	JZ      done
	VMOVUPS (DI), Z0
	GELUWIDE(Z0, Z2, Z3, Z4, Z5)
	VMOVUPS Z0, (DI)

done:
	VZEROUPPER
	RET

// func largestAVX2(x *float32, n int) float32
TEXT ·largestAVX2(SB), NOSPLIT, $0-20
	MOVQ    x+0(FP), SI
	MOVQ    n+8(FP), CX
	VMOVUPS magnitude, Y3
	VXORPS  Y0, Y0, Y0
	VXORPS  Y1, Y1, Y1

loop:
	VANDPS       (SI), Y3, Y2
	VANDPS       32(SI), Y3, Y4
	VMAXPS       Y2, Y0, Y0
	VMAXPS       Y4, Y1, Y1
	ADDQ         $64, SI
	SUBQ         $16, CX
	JNZ          loop
	VMAXPS       Y1, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VMAXPS       X1, X0, X0
	VMOVHLPS     X0, X0, X1
	VMAXPS       X1, X0, X0
	VMOVSHDUP    X0, X1
	VMAXSS       X1, X0, X0
	VMOVSS       X0, ret+16(FP)
	VZEROUPPER
	RET

// func roundAVX2(dst *uint8, x *float32, n int, inverse float32)
TEXT ·roundAVX2(SB), NOSPLIT, $0-28
	MOVQ         dst+0(FP), DI
	MOVQ         x+8(FP), SI
	MOVQ         n+16(FP), CX
	VBROADCASTSS inverse+24(FP), Y3
	VPCMPEQB     X4, X4, X4
	VPSLLW       $15, X4, X4
	VPACKSSWB    X4, X4, X4

loop:
	VMULPS       (SI), Y3, Y0
	VMULPS       32(SI), Y3, Y1
	VCVTPS2DQ    Y0, Y0
	VCVTPS2DQ    Y1, Y1
	VPACKSSDW    Y1, Y0, Y0
	VPERMQ       $0xd8, Y0, Y0
	VEXTRACTI128 $1, Y0, X1
	VPACKSSWB    X1, X0, X0
	VPXOR        X4, X0, X0
	VMOVDQU      X0, (DI)
	ADDQ         $64, SI
	ADDQ         $16, DI
	SUBQ         $16, CX
	JNZ          loop
	VZEROUPPER
	RET
